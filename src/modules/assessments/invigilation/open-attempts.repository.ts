import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../shared/auth/permissions';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { restrictTo } from '../../enrollments';
import { Attempt } from '../attempts/attempt.entity';
import { HEAD } from '../attempts/attempt-records';
import { Quiz } from '../quizzes/quiz.entity';

const OPEN = columnsOf(Attempt, 't', [
  ...(['id', 'userId', 'number', 'startedAt', 'endsAt', 'handInBy', 'endsBecause'] as const),
  ...(['pausedAt', 'restedSeconds', 'extendedSeconds'] as const),
  ...(['restBeganAt', 'restEndsAt', 'restMilliseconds'] as const),
])
  .and(columnsOf(Quiz, 'z', ['atEnd', 'hardClose', 'offlineAnswers']))
  .and(columnsOf(Attempt, 't', { inForce: 'terms' }))
  .andExpressions<{ givenName: string; familyName: string }>({
    givenName: 'u.given_name',
    familyName: 'u.family_name',
  });
export type OpenAttemptRecord = RowOf<typeof OPEN>;

/** How far somebody has come. */
export interface Headway {
  asked: number;
  /** Questions with an answer that counts. */
  answered: number;
  /** When an answer that counts was saved last; null: none was. */
  lastSavedAt: Date | null;
}

interface HeadwayRow extends Headway {
  attemptId: Buffer;
}

const IS_OPEN = 't.activity_id = ? AND t.open_marker = 1 AND t.is_preview = 0';

/** Ids are made when attempts start, so the longest started come first. */
export const LONGEST_STARTED_FIRST = ListOrder.by<{ id: string }>('ix_attempts_in_progress', { id: 'id' });

/** The open attempts at a quiz, of the learners with whom the caller has to do. */
interface OpenIn {
  activityId: string;
  scope: Scope;
}

function areOpen({ activityId, scope }: OpenIn): Conditions {
  return restrictTo(scope, 't.user_id', new Conditions().add(IS_OPEN, toBinary(activityId)));
}

/** Who is in a quiz, and how far. */
@Injectable()
export class OpenAttemptsRepository {
  constructor(private readonly database: Database) {}

  /** Up to `limit` + 1 rows. */
  async page(of: OpenIn, limit: number, after?: Place): Promise<OpenAttemptRecord[]> {
    const chosen = areOpen(of);
    if (after) LONGEST_STARTED_FIRST.behind('t', after, chosen);
    return this.database.rows(
      `SELECT ${OPEN.sql} FROM attempts t FORCE INDEX (${LONGEST_STARTED_FIRST.index})
         STRAIGHT_JOIN quizzes z ON z.activity_id = t.activity_id STRAIGHT_JOIN users u ON u.id = t.user_id
       WHERE ${chosen.sql} ORDER BY ${LONGEST_STARTED_FIRST.sql('t')} LIMIT ?`,
      [...chosen.params, limit + 1],
      OPEN,
    );
  }

  async count(of: OpenIn, most: number): Promise<number> {
    const { sql, params } = areOpen(of);
    return countUpTo(this.database, most, `SELECT t.id FROM attempts t WHERE ${sql}`, params);
  }

  /** By attempt. One statement, which reads one entry of the log for each question. */
  async headway(attemptIds: readonly string[]): Promise<Map<string, Headway>> {
    if (attemptIds.length === 0) return new Map();
    const rows = await this.database.query<HeadwayRow>(
      `SELECT p.attempt_id AS attemptId, COUNT(*) AS asked, COUNT(w.response) AS answered, MAX(w.saved_at) AS lastSavedAt
       FROM attempt_questions p ${HEAD}
       WHERE p.attempt_id IN (?) GROUP BY p.attempt_id`,
      [attemptIds.map(toBinary)],
    );
    return new Map(
      rows.map(({ attemptId, asked, answered, lastSavedAt }) => [
        fromBinary(attemptId),
        { asked, answered, lastSavedAt },
      ]),
    );
  }
}
