import { definitionParts } from '../../../src/modules/assessments/question-types/definition-parts';
import type { QuestionDefinition } from '../../../src/modules/assessments/question-types/registry';
import type { BulkValue } from './bulk-insert';

type Row = Record<string, BulkValue>;

/** A row of `questions` in a quiz, before it is in a bank. */
export interface QuestionRow {
  id: Buffer;
  activity_id: Buffer;
  position: number;
  type: string;
  prompt: string;
  prompt_html: string;
  points: string;
  definition: string;
  feedback: string | null;
  feedback_html: string | null;
  created_at: Date;
}

/** The rows by which the questions of a quiz are in the bank of its course: each has one version with one key revision. */
export function questionRows(bank: Buffer, courseId: Buffer, questions: QuestionRow[]): [string, Row[]][] {
  const created_at = questions[0]?.created_at ?? new Date(0);
  const parts = questions.map((question) => ({
    ...question,
    ...definitionParts(JSON.parse(question.definition) as QuestionDefinition),
  }));
  return [
    ['question_banks', [{ id: bank, course_id: courseId, created_at }]],
    ['questions', questions.map((row) => ({ ...row, bank_id: bank, latest_version_id: row.id, edits: 1 }))],
    [
      'question_versions',
      parts.map(({ id, type, prompt, prompt_html, content }) => ({
        ...{ id, question_id: id, number: 1, type, prompt, prompt_html, key_revision_id: id, created_at },
        content: JSON.stringify(content),
      })),
    ],
    [
      'key_revisions',
      parts.map(({ id, points, feedback, feedback_html, key }) => ({
        ...{ id, version_id: id, number: 1, points, feedback, feedback_html, created_at },
        answer_key: JSON.stringify(key),
      })),
    ],
    [
      'quiz_slots',
      questions.map(({ id, activity_id, position }) => ({
        ...{ id, activity_id, position, kind: 'question', question_id: id },
      })),
    ],
  ];
}
