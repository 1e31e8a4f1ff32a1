import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import type { Scope } from '../../../shared/auth/permissions';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { newId, toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { restrictTo } from '../../enrollments';
import type { GrantedException } from './effective-terms';
import { GRANTED, grantedTerms, onlyGranted, toGranted } from './exception-records';
import { type ExceptionState, QuizExceptionChange } from './quiz-exception-change.entity';
import { QuizException } from './quiz-exception.entity';

/** What is granted, and why. */
export interface ReasonedException extends GrantedException {
  reason: string;
}

const NAMES = { givenName: 'u.given_name', familyName: 'u.family_name' };
const EXCEPTION = columnsOf(QuizException, 'x', [
  ...(['id', 'activityId', 'courseId', 'userId', 'reason', 'version', 'createdAt', 'updatedAt'] as const),
])
  .and(GRANTED)
  .andExpressions<{ givenName: string; familyName: string }>(NAMES);
const CHANGE = columnsOf(QuizExceptionChange, 'h', [
  ...(['id', 'beforeState', 'afterState', 'changedBy', 'changedAt'] as const),
]).andExpressions<{ givenName: string | null; familyName: string | null }>(NAMES);
export type ExceptionChangeRecord = RowOf<typeof CHANGE>;

export interface ExceptionRecord extends ReasonedException {
  id: string;
  activityId: string;
  courseId: string;
  userId: string;
  givenName: string;
  familyName: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** Whose exception, in which quiz. */
export interface ExceptionKey {
  activityId: string;
  userId: string;
}

export const NEWEST_EXCEPTION_FIRST = ListOrder.by<{ id: string }>('ix_quiz_exceptions_list', {
  id: 'id',
}).reversed();
export const LATEST_CHANGE_FIRST = ListOrder.by<{ id: string }>('ix_quiz_exception_changes_order', {
  id: 'id',
}).reversed();

/** Exceptions, and their history. What they do is computed by `effectiveTerms`. */
@Injectable()
export class ExceptionsRepository {
  constructor(
    @InjectRepository(QuizException) private readonly exceptions: Repository<QuizException>,
    @InjectRepository(QuizExceptionChange) private readonly changes: Repository<QuizExceptionChange>,
    private readonly database: Database,
  ) {}

  async find({ activityId, userId }: ExceptionKey): Promise<ExceptionRecord | undefined> {
    const row = await this.database.row(
      `SELECT ${EXCEPTION.sql} FROM quiz_exceptions x JOIN users u ON u.id = x.user_id
       WHERE x.activity_id = ? AND x.user_id = ?`,
      [toBinary(activityId), toBinary(userId)],
      EXCEPTION,
    );
    return row && toRecord(row);
  }

  /** Holds the person, whose row an exception points at, until the transaction ends. */
  async holdPerson(userId: string): Promise<void> {
    await this.database.row('SELECT 1 FROM users WHERE id = ? LOCK IN SHARE MODE', [toBinary(userId)]);
  }

  async insert(
    key: ExceptionKey,
    courseId: string,
    exception: ReasonedException,
    version: number,
    now: Date,
  ): Promise<void> {
    const times = { createdAt: now, updatedAt: now };
    await this.exceptions.insert({
      id: newId(),
      ...key,
      courseId,
      ...columnsFor(exception),
      version,
      ...times,
    });
  }

  async replace(key: ExceptionKey, exception: ReasonedException, version: number, now: Date): Promise<void> {
    await this.exceptions
      .createQueryBuilder()
      .update()
      .set({ ...columnsFor(exception), version, updatedAt: () => 'GREATEST(updated_at, :now)' })
      .setParameter('now', now)
      .where(key)
      .execute();
  }

  async remove(key: ExceptionKey): Promise<void> {
    await this.exceptions.delete(key);
  }

  async addChange(
    key: ExceptionKey,
    states: { before: ReasonedException | undefined; after: ReasonedException | undefined },
    by: { userId: string; at: Date },
  ): Promise<void> {
    await this.changes.insert({
      ...{ id: newId(), ...key },
      beforeState: states.before ? asState(states.before) : null,
      afterState: states.after ? asState(states.after) : null,
      ...{ changedBy: by.userId, changedAt: by.at },
    });
  }

  /** The newest first; up to `limit` + 1 rows. */
  async page(of: ExceptionsIn, limit: number, after?: Place): Promise<ExceptionRecord[]> {
    const chosen = chosenIn(of);
    if (after) NEWEST_EXCEPTION_FIRST.behind('x', after, chosen);
    const rows = await this.database.rows(
      `SELECT ${EXCEPTION.sql} FROM quiz_exceptions x FORCE INDEX (${NEWEST_EXCEPTION_FIRST.index})
         STRAIGHT_JOIN users u ON u.id = x.user_id
       WHERE ${chosen.sql} ORDER BY ${NEWEST_EXCEPTION_FIRST.sql('x')} LIMIT ?`,
      [...chosen.params, limit + 1],
      EXCEPTION,
    );
    return rows.map(toRecord);
  }

  async count(of: ExceptionsIn, most: number): Promise<number> {
    const { sql, params } = chosenIn(of);
    return countUpTo(this.database, most, `SELECT x.id FROM quiz_exceptions x WHERE ${sql}`, params);
  }

  /** The latest first; up to `limit` + 1 rows. */
  async history(
    { activityId, userId }: ExceptionKey,
    limit: number,
    after?: Place,
  ): Promise<ExceptionChangeRecord[]> {
    const chosen = new Conditions()
      .add('h.activity_id = ?', toBinary(activityId))
      .add('h.user_id = ?', toBinary(userId));
    if (after) LATEST_CHANGE_FIRST.behind('h', after, chosen);
    return this.database.rows(
      `SELECT ${CHANGE.sql} FROM quiz_exception_changes h FORCE INDEX (${LATEST_CHANGE_FIRST.index})
         LEFT JOIN users u ON u.id = h.changed_by
       WHERE ${chosen.sql} ORDER BY ${LATEST_CHANGE_FIRST.sql('h')} LIMIT ?`,
      [...chosen.params, limit + 1],
      CHANGE,
    );
  }

  /** How often it was changed; counted up to `most`. */
  async countHistory({ activityId, userId }: ExceptionKey, most: number): Promise<number> {
    const all = 'SELECT h.id FROM quiz_exception_changes h WHERE h.activity_id = ? AND h.user_id = ?';
    return countUpTo(this.database, most, all, [toBinary(activityId), toBinary(userId)]);
  }
}

/** The exceptions in a quiz, of the learners with whom the caller has to do. */
interface ExceptionsIn {
  activityId: string;
  scope: Scope;
}

function chosenIn({ activityId, scope }: ExceptionsIn): Conditions {
  return restrictTo(scope, 'x.user_id', new Conditions().add('x.activity_id = ?', toBinary(activityId)));
}

type ExceptionColumns = Pick<
  QuizException,
  | 'granted'
  | 'opensAt'
  | 'dueAt'
  | 'dueTimeZone'
  | 'closesAt'
  | 'timeLimitSeconds'
  | 'maxAttempts'
  | 'passwordWaived'
  | 'reason'
>;

function columnsFor(exception: ReasonedException): ExceptionColumns {
  return {
    granted: grantedTerms(exception).join(','),
    opensAt: exception.opensAt ?? null,
    dueAt: exception.dueAt ?? null,
    dueTimeZone: null,
    closesAt: exception.closesAt ?? null,
    timeLimitSeconds: exception.timeLimitSeconds ?? null,
    maxAttempts: exception.maxAttempts ?? null,
    passwordWaived: exception.passwordWaived,
    reason: exception.reason,
  };
}

function toRecord(row: RowOf<typeof EXCEPTION>): ExceptionRecord {
  const { id, activityId, courseId, userId, reason, givenName, familyName } = row;
  const { version, createdAt, updatedAt } = row;
  const granted = toGranted(row) ?? { passwordWaived: false };
  return {
    ...granted,
    ...{ id, activityId, courseId, userId, reason, givenName, familyName, version, createdAt, updatedAt },
  };
}

function asState(exception: ReasonedException): ExceptionState {
  // Instants become texts when the state is stored; these are what reading it gives.
  const { passwordWaived, reason } = exception;
  return { ...(onlyGranted(exception) as ExceptionState), passwordWaived, reason };
}
