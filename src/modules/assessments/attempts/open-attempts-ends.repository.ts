import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database, type TextValue } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { SqlValue } from '../../../shared/database/sql-value';
import { valuesById } from '../../../shared/database/values-by-id';
import { isLearnersEnrollment } from '../../courses';
import { accommodationsOf, type CourseLearner, toAccommodations } from '../../enrollments';
import { GRANTED, toGranted } from '../exceptions/exception-records';
import type { PersonalFacts } from '../exceptions/personal-facts';
import { UNDATED } from '../previews/preview-terms';
import { Quiz } from '../quizzes/quiz.entity';
import { Attempt } from './attempt.entity';
import type { InForce } from './attempt-records';
import type { AttemptClock, Ends } from './lifecycle';
import type { RestClock } from '../rests/rests';
import { RULES } from './rules-in-force';

const OPEN = columnsOf(Attempt, 't', [
  ...(['id', 'userId', 'startedAt', 'endsAt', 'handInBy', 'endsBecause'] as const),
  ...(['pausedAt', 'restedSeconds', 'extendedSeconds', 'isPreview'] as const),
  ...(['restBeganAt', 'restEndsAt', 'restMilliseconds'] as const),
])
  .and(columnsOf(Attempt, 't', { inForce: 'terms' }))
  .and(columnsOf(Quiz, 'z', RULES))
  .and(GRANTED.orNull())
  .andExpressions<{ timeZone: string; accommodations: unknown; endDate: string | null }>({
    timeZone: 'c.time_zone',
    endDate: `(SELECT e.end_date FROM enrollments e
      WHERE e.course_id = t.course_id AND e.user_id = t.user_id AND ${isLearnersEnrollment('e')})`,
    accommodations: accommodationsOf('t.course_id', 't.user_id'),
  });

/** An open attempt with all that its end goes by. */
export type OpenAttempt = RowOf<typeof OPEN> & { personal: PersonalFacts };

/** So many attempts get their ends by one statement. */
const IN_ONE_STATEMENT = 500;

/** The ends of open attempts when rules change. */
@Injectable()
export class OpenAttemptsEndsRepository {
  constructor(private readonly database: Database) {}

  /** Locks the open attempts at a quiz. */
  async lockOfQuiz(activityId: string): Promise<string[]> {
    return this.lock('t.activity_id = ?', [toBinary(activityId)]);
  }

  /** Of these attempts, locks those that are open at a quiz. */
  async lockSomeOfQuiz(activityId: string, ids: readonly string[]): Promise<string[]> {
    return ids.length === 0
      ? []
      : this.lock('t.activity_id = ? AND t.id IN (?)', [toBinary(activityId), ids.map(toBinary)]);
  }

  /** Locks the open attempts in courses. */
  async lockOfCourses(courseIds: readonly string[]): Promise<string[]> {
    return this.lock('t.course_id IN (?)', [courseIds.map(toBinary)]);
  }

  /** Locks the open attempts that learners have in their courses. */
  async lockOfLearners(learners: readonly CourseLearner[]): Promise<string[]> {
    const pairs = learners.map(({ courseId, userId }) => [toBinary(courseId), toBinary(userId)]);
    return this.lock('(t.course_id, t.user_id) IN (?)', [pairs]);
  }

  /**
   * Shares the locks of accounts, as grading an attempt does: before anything that comes behind them in the order of decision
   * 11, if the same transaction grades attempts later.
   */
  async holdPeople(userIds: readonly string[]): Promise<void> {
    await this.database.query('SELECT id FROM users WHERE id IN (?) ORDER BY id LOCK IN SHARE MODE', [
      userIds.map(toBinary),
    ]);
  }

  /** Locks the open attempts of people; at one quiz or in one course, if these are named. */
  async lockOfPeople(
    userIds: readonly string[],
    { activityId, courseId }: { activityId?: string; courseId?: string | null },
  ): Promise<string[]> {
    const conditions = ['t.user_id IN (?)', activityId && 't.activity_id = ?', courseId && 't.course_id = ?'];
    return this.lock(conditions.filter(Boolean).join(' AND '), [
      userIds.map(toBinary),
      ...[activityId, courseId].flatMap((id) => (id ? [toBinary(id)] : [])),
    ]);
  }

  /**
   * Of attempts that this transaction has locked, by one statement without further locks.
   *
   * @param newTimeZone of the course, where it is about to get another one
   */
  async find(ids: readonly string[], newTimeZone?: string): Promise<OpenAttempt[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.query(
      `SELECT ${OPEN.sql} FROM attempts t JOIN quizzes z ON z.activity_id = t.activity_id
         JOIN courses c ON c.id = t.course_id
         LEFT JOIN quiz_exceptions x ON x.activity_id = t.activity_id AND x.user_id = t.user_id
       WHERE t.id IN (?)`,
      [ids.map(toBinary)],
      OPEN,
    );
    return rows.map((row) => {
      const timeZone = newTimeZone ?? row.timeZone;
      const nothing = { personal: { accommodations: [], exception: undefined }, endDate: null };
      if (row.isPreview) return { ...row, ...UNDATED, ...nothing, timeZone };
      const personal = { accommodations: toAccommodations(row.accommodations), exception: toGranted(row) };
      return { ...row, timeZone, personal };
    });
  }

  /** Of attempts that this transaction has locked: one statement for each five hundred. */
  async update(changed: readonly ({ id: string } & Ends & InForce & RestClock)[]): Promise<void> {
    await this.set(changed.map(toStored), [
      ...(['endsAt', 'handInBy', 'endsBecause', 'terms', 'restEndsAt', 'restMilliseconds'] as const),
    ]);
  }

  /** As `update`, with the clocks. */
  async updateClocks(changed: readonly ({ id: string } & Ends & InForce & AttemptClock)[]): Promise<void> {
    const clock = ['pausedAt', 'restedSeconds', 'extendedSeconds'] as const;
    const rests = ['restBeganAt', 'restEndsAt', 'restMilliseconds'] as const;
    await this.set(changed.map(toStored), ['endsAt', 'handInBy', 'endsBecause', 'terms', ...clock, ...rests]);
  }

  private async set<Name extends keyof typeof COLUMN_OF>(
    changed: readonly ({ id: string } & Record<Name, SqlValue>)[],
    names: readonly Name[],
  ): Promise<void> {
    for (let from = 0; from < changed.length; from += IN_ONE_STATEMENT) {
      const some = changed.slice(from, from + IN_ONE_STATEMENT);
      const values = names.map((name) => {
        const own = some.map((attempt) => ({ id: attempt.id, value: attempt[name] }));
        return { column: COLUMN_OF[name], ...valuesById('id', COLUMN_OF[name], own) };
      });
      await this.database.execute(
        `UPDATE attempts SET ${values.map(({ column, sql }) => `${column} = ${sql}`).join(', ')} WHERE id IN (?)`,
        [...values.flatMap((each) => each.values), some.map(({ id }) => toBinary(id))],
      );
    }
  }

  /**
   * Found without locks, and then locked by the primary key: a submission locks that before the entries of other indexes, so
   * locking by one of these would make deadlocks.
   */
  private async lock(condition: string, params: TextValue[]): Promise<string[]> {
    const open = await this.database.query<{ id: Buffer }>(
      `SELECT t.id FROM attempts t WHERE ${condition} AND t.open_marker = 1 ORDER BY t.id`,
      params,
    );
    if (open.length === 0) return [];
    const locked = await this.database.query<{ id: Buffer }>(
      `SELECT t.id FROM attempts t FORCE INDEX (PRIMARY) WHERE t.id IN (?) AND t.open_marker = 1
       ORDER BY t.id FOR UPDATE`,
      [open.map(({ id }) => id)],
    );
    return locked.map(({ id }) => fromBinary(id));
  }
}

function toStored<Changed extends InForce>(changed: Changed): Changed & { terms: string | null } {
  return { ...changed, terms: changed.inForce && JSON.stringify(changed.inForce) };
}

const COLUMN_OF = {
  ...{ endsAt: 'ends_at', handInBy: 'hand_in_by', endsBecause: 'ends_because', terms: 'terms' },
  ...{ pausedAt: 'paused_at', restedSeconds: 'rested_seconds', extendedSeconds: 'extended_seconds' },
  ...{ restBeganAt: 'rest_began_at', restEndsAt: 'rest_ends_at', restMilliseconds: 'rest_milliseconds' },
} as const;
