import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { AttemptEnd } from '../quizzes/quiz-settings';
import { ATTEMPT, type AttemptRecord, type ResultTerms, toAttempt } from './attempt-records';
import { Attempt } from './attempt.entity';
import type { RulesInForce } from './rules-in-force';

/** An open attempt that this transaction has locked, and what becomes of it at its end. */
export interface RunningAttempt {
  attempt: AttemptRecord;
  terms: Pick<ResultTerms, 'atEnd'> & Pick<RulesInForce, 'changesAt'>;
}

const RUN_OUT = columnsOf(Attempt, 't', ['id', 'handInBy']);
export type RunOut = RowOf<typeof RUN_OUT>;
// In a query of its own, so that the quiz is not locked.
const RUNNING = ATTEMPT.andExpressions<{ atEnd: AttemptEnd; changesAt: string | null }>({
  changesAt: "JSON_VALUE(t.terms, '$.changesAt')",
  atEnd: `COALESCE(JSON_VALUE(t.terms, '$.base.atEnd'), (SELECT z.at_end FROM quizzes z WHERE z.activity_id = t.activity_id))`,
});

/** When attempts end: stating it, and finding those that have. */
@Injectable()
export class AttemptEndsRepository {
  constructor(private readonly database: Database) {}

  /** Open attempts that nobody can hand in any more, those that ran out first before others, after the given place. By one index. */
  async runOut(now: Date, most: number, after?: RunOut): Promise<RunOut[]> {
    return this.database.rows(
      `SELECT ${RUN_OUT.sql} FROM attempts t FORCE INDEX (ix_attempts_run_out)
       WHERE t.open_marker = 1 AND t.hand_in_by <= ?
         ${after ? 'AND (t.hand_in_by > ? OR (t.hand_in_by = ? AND t.id > ?))' : ''}
       ORDER BY t.hand_in_by, t.id LIMIT ?`,
      [now, ...(after ? [after.handInBy, after.handInBy, toBinary(after.id)] : []), most],
      RUN_OUT,
    );
  }

  /** Open attempts at a quiz whose time for answers is up. */
  async runOutOf(activityId: string, now: Date): Promise<string[]> {
    const rows = await this.database.rows<{ id: Buffer }>(
      'SELECT t.id FROM attempts t WHERE t.activity_id = ? AND t.open_marker = 1 AND t.ends_at <= ? ORDER BY t.id',
      [toBinary(activityId), now],
    );
    return rows.map(({ id }) => fromBinary(id));
  }

  /**
   * Locks an attempt if it is open; undefined if it is not. With `skipLocked` also if somebody else holds it, who is about to
   * save or to end it.
   */
  async lockOpen(attemptId: string, { skipLocked = false } = {}): Promise<RunningAttempt | undefined> {
    const row = await this.database.row(
      `SELECT ${RUNNING.sql} FROM attempts t WHERE t.id = ? AND t.open_marker = 1
       FOR UPDATE${skipLocked ? ' SKIP LOCKED' : ''}`,
      [toBinary(attemptId)],
      RUNNING,
    );
    if (!row) return undefined;
    const { atEnd, changesAt } = row;
    return { attempt: toAttempt(row), terms: { atEnd, ...(changesAt === null ? {} : { changesAt }) } };
  }

  /** Ends an attempt that this transaction has locked without handing it in: its answers stay, and are not graded. */
  async abandon(attemptId: string, endedAt: Date): Promise<void> {
    await this.database.run(
      `UPDATE attempts SET open_marker = NULL, ended_at = ?, end_reason = 'abandoned' WHERE id = ?`,
      [endedAt, toBinary(attemptId)],
    );
  }
}
