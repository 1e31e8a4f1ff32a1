import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { AnswerEntry } from '../attempts/answer-entry.entity';
import type { GivenAnswer } from '../behaviors/behavior';
import { QuestionTry } from './question-try.entity';

/** A try with its answer. */
export interface TryRecord extends GivenAnswer {
  questionId: string;
  number: number;
  sequence: number;
}

const TRY = columnsOf(QuestionTry, 'y', ['questionId', 'number', 'sequence']).and(
  columnsOf(AnswerEntry, 'w', ['response', 'certainty']),
);
const TRY_OF_ATTEMPT = TRY.and(columnsOf(QuestionTry, 'y', ['attemptId']));
const NEW_TRY = insertOf(QuestionTry, ['attemptId', 'questionId', 'number', 'sequence', 'checkedAt']);

/** In the order of the tries. */
export function triesByQuestion(tries: readonly TryRecord[]): ReadonlyMap<string, TryRecord[]> {
  return Map.groupBy(tries, ({ questionId }) => questionId);
}

/** The tries of an attempt. Callers that write must have locked the attempt. */
@Injectable()
export class TriesRepository {
  constructor(private readonly database: Database) {}

  /** Of all its questions, or of one, in the order of the tries. */
  async ofAttempt(attemptId: string, questionId?: string): Promise<TryRecord[]> {
    const rows = await this.database.rows(
      `SELECT ${TRY.sql} FROM question_tries y JOIN answer_entries w ON w.attempt_id = y.attempt_id
         AND w.question_id = y.question_id AND w.sequence = y.sequence
       WHERE y.attempt_id = ? ${questionId === undefined ? '' : 'AND y.question_id = ?'}`,
      [toBinary(attemptId), ...(questionId === undefined ? [] : [toBinary(questionId)])],
      TRY,
    );
    return rows.sort((one, other) => one.number - other.number);
  }

  /** Of several attempts, in the order of the tries. Asks for nothing where there are none. */
  async ofAttempts(attemptIds: readonly string[]): Promise<(TryRecord & { attemptId: string })[]> {
    if (attemptIds.length === 0) return [];
    const rows = await this.database.query(
      `SELECT ${TRY_OF_ATTEMPT.sql} FROM question_tries y JOIN answer_entries w ON w.attempt_id = y.attempt_id
         AND w.question_id = y.question_id AND w.sequence = y.sequence
       WHERE y.attempt_id IN (?)`,
      [attemptIds.map(toBinary)],
      TRY_OF_ATTEMPT,
    );
    return rows.sort((one, other) => one.number - other.number);
  }

  async add(
    attemptId: string,
    questionId: string,
    number: number,
    sequence: number,
    now: Date,
  ): Promise<void> {
    await this.database.insert(NEW_TRY, [{ attemptId, questionId, number, sequence, checkedAt: now }]);
  }

  /** No answer to the question counts any more. */
  async close(attemptId: string, questionId: string, now: Date): Promise<void> {
    await this.database.run(
      'UPDATE attempt_questions SET closed_at = ? WHERE attempt_id = ? AND question_id = ?',
      [now, toBinary(attemptId), toBinary(questionId)],
    );
  }
}
