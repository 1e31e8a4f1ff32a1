import { idText } from '../data/seeded-ids';
import type { FloorTransaction } from './floor-database';
import { type Content, type Definition, presented } from './grading';
import { plain } from './numbers';

/** A question with the version that is asked and the revision of its key. */
export interface QuestionRow {
  questionId: Buffer;
  position: number;
  versionId: Buffer;
  revisionId: Buffer;
  promptHtml: string;
  points: string;
  content: string;
  answerKey: string;
  feedbackHtml: string | null;
}

export interface Answer {
  response: unknown;
  sequence: number | null;
  savedAt: Date | null;
}

/** What the log of a question on a paper has. */
export interface LogRow {
  position: number;
  sequence: number | null;
  highest: number | null;
  response: string | null;
  savedAt: Date | null;
}

/** Of a version `v` and a revision `k` of its key. */
export const QUESTION = `v.question_id AS questionId, v.id AS versionId, k.id AS revisionId, v.prompt_html AS promptHtml,
  k.points, v.content, k.answer_key AS answerKey, k.feedback_html AS feedbackHtml`;
/** What the slots of the quiz `z` ask now. */
export const ASKED_NOW = `JOIN quiz_slots y ON y.activity_id = z.activity_id JOIN questions q ON q.id = y.question_id
  JOIN question_versions v ON v.id = COALESCE(y.version_id, q.latest_version_id)
  JOIN key_revisions k ON k.id = v.key_revision_id`;
/** What the rows `w` of a paper that is not graded ask. */
export const ASKED_ON_PAPER = `JOIN question_versions v ON v.id = w.version_id
  JOIN key_revisions k ON k.id = v.key_revision_id`;

/** The answer `h` that counts: the highest sequence that came in time. */
export const HEAD = `LEFT JOIN answer_entries h ON h.attempt_id = w.attempt_id AND h.question_id = w.question_id
  AND h.sequence = (SELECT y.sequence FROM answer_entries y FORCE INDEX (PRIMARY)
    WHERE y.attempt_id = w.attempt_id AND y.question_id = w.question_id AND y.standing IN ('on_time', 'offline')
    ORDER BY y.sequence DESC LIMIT 1)`;
const HIGHEST = `(SELECT x.sequence FROM answer_entries x FORCE INDEX (PRIMARY)
  WHERE x.attempt_id = w.attempt_id AND x.question_id = w.question_id ORDER BY x.sequence DESC LIMIT 1)`;

/** Writes the paper of a new attempt: what it asks, whatever becomes of the questions. */
export async function writePaper(
  transaction: FloorTransaction,
  attempt: Buffer,
  questions: QuestionRow[],
): Promise<void> {
  await transaction.write(
    `INSERT INTO attempt_questions (attempt_id, question_id, position, version_id)
     VALUES ${list('(?, ?, ?, ?)', questions.length)}`,
    questions.flatMap(({ questionId, versionId }, index) => [
      ...[attempt, questionId, String(index + 1), versionId],
    ]),
  );
}

/** The logs of an attempt that is to be graded, which nobody adds to from now on. */
export function lockLogs(
  transaction: FloorTransaction,
  attempt: Buffer,
  user: Buffer,
): Promise<(LogRow & { openMarker: number | null })[]> {
  return transaction.rows(
    `SELECT t.open_marker AS openMarker, w.position, h.sequence, ${HIGHEST} AS highest, h.response,
            h.saved_at AS savedAt
     FROM attempts t JOIN attempt_questions w ON w.attempt_id = t.id ${HEAD}
     WHERE t.id = ? AND t.user_id = ? FOR UPDATE`,
    [attempt, user],
  );
}

export function contentOf({ content }: Pick<QuestionRow, 'content'>): Content {
  return JSON.parse(content) as Content;
}

export function definitionOf({ content, answerKey }: QuestionRow): Definition {
  return { ...(JSON.parse(content) as Content), ...(JSON.parse(answerKey) as object) };
}

export function questionView(question: QuestionRow, definition: Definition, answer: Answer): object {
  const { questionId, promptHtml, points } = question;
  const { response, sequence, savedAt } = answer;
  const shown = { id: idText(questionId), type: definition.type, promptHtml, points: plain(points) };
  // Its learners say nothing of how sure they are.
  return { ...shown, definition: presented(definition), response, sequence, savedAt, certainty: null };
}

/** Sorted here: the server sorts rows that have a TEXT, such as a definition, in a temporary table on its disk. */
export function inOrder<Row extends { position: number }>(rows: Row[]): Row[] {
  return rows.sort((one, other) => one.position - other.position);
}

/** The text once for each row. */
export function list(text: string, count: number): string {
  return Array.from({ length: count }, () => text).join(', ');
}
