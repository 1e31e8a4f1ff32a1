import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { QuestionDefinition, QuestionType } from '../question-types/registry';
import { Question } from './question.entity';

/** What an author writes, and the HTML made of it. */
export interface QuestionContent {
  type: QuestionType;
  prompt: string;
  promptHtml: string;
  points: string;
  definition: QuestionDefinition;
  feedback: string | null;
  feedbackHtml: string | null;
}

export interface QuestionRecord extends QuestionContent {
  id: string;
  activityId: string;
  version: number;
}

const QUESTION = columnsOf(Question, 'q', [
  ...(['id', 'activityId', 'type', 'prompt', 'promptHtml', 'points', 'definition'] as const),
  ...(['feedback', 'feedbackHtml', 'version'] as const),
]);

const NEW_QUESTION = insertOf(Question, [
  ...(['id', 'activityId', 'position', 'type', 'prompt', 'promptHtml', 'points', 'definition'] as const),
  ...(['feedback', 'feedbackHtml', 'createdAt', 'updatedAt'] as const),
]);

/** The questions of quizzes. Callers that write must have locked the quiz in the same transaction. */
@Injectable()
export class QuestionsRepository {
  constructor(private readonly database: Database) {}

  async find(questionId: string): Promise<QuestionRecord | undefined> {
    const row = await this.database.row(
      `SELECT ${QUESTION.sql} FROM questions q WHERE q.id = ?`,
      [toBinary(questionId)],
      QUESTION,
    );
    return row && toRecord(row);
  }

  /** In the order of the quiz. */
  async ofQuiz(activityId: string): Promise<QuestionRecord[]> {
    const rows = await this.database.rows(
      `SELECT ${QUESTION.sql} FROM questions q WHERE q.activity_id = ? ORDER BY q.position`,
      [toBinary(activityId)],
      QUESTION,
    );
    return rows.map(toRecord);
  }

  /** Adds questions at the end with one statement. */
  async append(
    activityId: string,
    questions: (QuestionContent & { id: string })[],
    now: Date,
  ): Promise<void> {
    const last = await this.database.row<{ position: number }>(
      'SELECT COALESCE(MAX(position), 0) AS position FROM questions WHERE activity_id = ?',
      [toBinary(activityId)],
    );
    await this.database.insert(
      NEW_QUESTION,
      questions.map((question, index) => ({
        ...question,
        ...{ activityId, position: (last?.position ?? 0) + index + 1, createdAt: now, updatedAt: now },
      })),
    );
  }

  async update(questionId: string, content: QuestionContent, now: Date): Promise<void> {
    await this.database.run(
      `UPDATE questions SET type = ?, prompt = ?, prompt_html = ?, points = ?, definition = ?, feedback = ?,
         feedback_html = ?, version = version + 1, updated_at = GREATEST(updated_at, ?) WHERE id = ?`,
      [
        content.type,
        content.prompt,
        content.promptHtml,
        content.points,
        JSON.stringify(content.definition),
        content.feedback,
        content.feedbackHtml,
        now,
        toBinary(questionId),
      ],
    );
  }

  async delete(questionId: string): Promise<void> {
    await this.database.run('DELETE FROM questions WHERE id = ?', [toBinary(questionId)]);
  }

  /** Gives the questions of a quiz, all of which must be named, the order of the list. */
  async reorder(activityId: string, questionIds: string[]): Promise<void> {
    await this.database.execute('UPDATE questions SET position = FIELD(id, ?) WHERE activity_id = ?', [
      questionIds.map(toBinary),
      toBinary(activityId),
    ]);
  }

  /** The points of all questions of a quiz together. */
  async totalPoints(activityId: string): Promise<string> {
    const row = await this.database.row<{ total: string }>(
      'SELECT COALESCE(SUM(points), 0) AS total FROM questions WHERE activity_id = ?',
      [toBinary(activityId)],
    );
    return plainDecimal(row?.total ?? '0');
  }
}

function toRecord(row: RowOf<typeof QUESTION>): QuestionRecord {
  return { ...row, points: plainDecimal(row.points) };
}
