import type { Connection, RowDataPacket } from 'mysql2/promise';
import { idText } from '../bench/data/seeded-ids';
import { idBytes } from '../bench/flows';
import type { StoredAttempt, StoredTraces } from './comparison';
import type { ChaosQuiz } from './school';

type AttemptRow = RowDataPacket & {
  id: Buffer;
  userId: Buffer;
  submittedAt: Date | null;
  score: string | null;
  reached: number;
};
type EntryRow = RowDataPacket & {
  attemptId: Buffer;
  questionId: Buffer;
  sequence: string | number;
  response: string | null;
};
type AnswerRow = RowDataPacket & {
  attemptId: Buffer;
  questionId: Buffer;
  position: number;
  response: string | null;
};
type CountRow = RowDataPacket & { id: Buffer; count: number; score?: string | null };

/** Names an entry of a log. */
export function entryKey(attemptId: string, questionId: string, sequence: number): string {
  return `${attemptId} ${questionId} ${sequence}`;
}

/** What a database server holds of a quiz. */
export class StoredRows {
  constructor(
    private readonly connection: Connection,
    private readonly quiz: ChaosQuiz,
  ) {}

  async attempts(): Promise<StoredAttempt[]> {
    const quiz = [idBytes(this.quiz.id)];
    const [attempts] = await this.connection.query<AttemptRow[]>(
      `SELECT id, user_id AS userId, submitted_at AS submittedAt, score, reached_position AS reached
       FROM attempts WHERE activity_id = ?`,
      quiz,
    );
    const [answers] = await this.connection.query<AnswerRow[]>(
      `SELECT a.attempt_id AS attemptId, a.question_id AS questionId, a.position, e.response
       FROM attempts t JOIN attempt_questions a ON a.attempt_id = t.id
       LEFT JOIN answer_entries e ON e.attempt_id = a.attempt_id AND e.question_id = a.question_id
         AND e.sequence = (SELECT MAX(o.sequence) FROM answer_entries o
           WHERE o.attempt_id = a.attempt_id AND o.question_id = a.question_id AND o.standing = 'on_time')
       WHERE t.activity_id = ?`,
      quiz,
    );
    const byAttempt = Map.groupBy(answers, ({ attemptId }) => idText(attemptId));
    return attempts.map(({ id, userId, submittedAt, score, reached }) => {
      const own = byAttempt.get(idText(id)) ?? [];
      const ahead = own.filter(({ position, response }) => position > reached && response !== null);
      return {
        ...{
          id: idText(id),
          quizId: this.quiz.id,
          userId: idText(userId),
          isSubmitted: submittedAt !== null,
          score,
        },
        answers: new Map(
          own.map(({ questionId, response }) => [
            idText(questionId),
            response === null ? null : (JSON.parse(response) as unknown),
          ]),
        ),
        ...(this.quiz.isSequential
          ? { place: { reached, answeredAhead: ahead.map(({ questionId }) => idText(questionId)) } }
          : {}),
      };
    });
  }

  /** Every entry of the logs of answers: what was answered, by attempt, question and sequence. */
  async entries(): Promise<Map<string, unknown>> {
    const [rows] = await this.connection.query<EntryRow[]>(
      `SELECT e.attempt_id AS attemptId, e.question_id AS questionId, e.sequence, e.response
       FROM attempts t JOIN answer_entries e ON e.attempt_id = t.id WHERE t.activity_id = ?`,
      [idBytes(this.quiz.id)],
    );
    return new Map(
      rows.map(({ attemptId, questionId, sequence, response }) => [
        entryKey(idText(attemptId), idText(questionId), Number(sequence)),
        response === null ? null : (JSON.parse(response) as unknown),
      ]),
    );
  }

  async traces(): Promise<StoredTraces> {
    const { id: quizId, lineItemId } = this.quiz;
    const results = await this.counts(
      'SELECT user_id AS id, MAX(score) AS score, COUNT(*) AS count FROM results WHERE line_item_id = ? GROUP BY user_id',
      lineItemId,
    );
    const changes = await this.counts(
      `SELECT h.attempt_id AS id, COUNT(*) AS count FROM result_changes h JOIN results r ON r.id = h.result_id
       WHERE r.line_item_id = ? AND h.attempt_id IS NOT NULL GROUP BY h.attempt_id`,
      lineItemId,
    );
    const completions = await this.counts(
      'SELECT user_id AS id, COUNT(*) AS count FROM activity_completions WHERE activity_id = ? GROUP BY user_id',
      quizId,
    );
    return {
      results: results.map(({ id, score, count }) => ({ userId: idText(id), score: score ?? null, count })),
      changes: changes.map(({ id, count }) => ({ attemptId: idText(id), count })),
      completions: completions.map(({ id, count }) => ({ userId: idText(id), count })),
    };
  }

  /** Deletes an acknowledged answer from the store, directly. */
  async forget(attemptId: string, questionId: string): Promise<void> {
    await this.connection.query('DELETE FROM answer_entries WHERE attempt_id = ? AND question_id = ?', [
      idBytes(attemptId),
      idBytes(questionId),
    ]);
  }

  /** Copies an attempt in the store. */
  async copyAttempt(attemptId: string): Promise<void> {
    await this.connection.query(
      `INSERT INTO attempts (id, activity_id, course_id, user_id, number, seed, started_at, submitted_at, score, max_score)
       SELECT UNHEX(REPLACE(UUID(), '-', '')), activity_id, course_id, user_id, number + 1000, seed, started_at,
              submitted_at, score, max_score
       FROM attempts WHERE id = ?`,
      [idBytes(attemptId)],
    );
  }

  private async counts(sql: string, id: string): Promise<CountRow[]> {
    const [rows] = await this.connection.query<CountRow[]>(sql, [idBytes(id)]);
    return rows;
  }
}
