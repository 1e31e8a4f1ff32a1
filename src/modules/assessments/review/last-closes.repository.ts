import { Injectable } from '@nestjs/common';
import { columnsOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { valuesById } from '../../../shared/database/values-by-id';
import { type EnrollmentSpan, HAS_STATUS, isLearnersEnrollment } from '../../courses';
import { accommodationsOf, type CourseLearner, toAccommodations } from '../../enrollments';
import { type Accommodated, type GrantedException, TERMS } from '../exceptions/effective-terms';
import { GRANTED, toGranted } from '../exceptions/exception-records';
import { QuizException } from '../exceptions/quiz-exception.entity';
import { Quiz } from '../quizzes/quiz.entity';
import type { ClosingPolicy } from './last-close';

/** A quiz that may close, locked. */
export interface ClosingQuiz extends ClosingPolicy {
  activityId: string;
  courseId: string;
  lastClosesAt: Date | null;
}

/** The days of an enrollment as a learner, which may have ended today. */
interface Learner extends EnrollmentSpan {
  userId: string;
}

export interface AccommodatedLearner extends Learner {
  courseId: string;
  accommodations: Accommodated[];
}

export interface ExceptedLearner extends Learner {
  activityId: string;
  exception: GrantedException | undefined;
}

/** Of a learner whose enrollment may have ended today. */
export interface ClockedAttempt extends EnrollmentSpan {
  activityId: string;
  /** Null: never by itself, such as while it is paused. */
  handInBy: Date | null;
}

const CLOSING = columnsOf(Quiz, 'z', [
  ...(['activityId', 'courseId', ...TERMS, 'hardClose', 'atEnd', 'graceSeconds', 'lastClosesAt'] as const),
]).andExpressions<{ timeZone: string }>({
  timeZone: '(SELECT c.time_zone FROM courses c WHERE c.id = z.course_id)',
});
const SPAN = { beginDate: 'e.begin_date', endDate: 'e.end_date' };
const EXCEPTED = columnsOf(QuizException, 'x', ['activityId', 'userId'])
  .and(GRANTED)
  .andExpressions<EnrollmentSpan>(SPAN);
const NOT_ENDED = `${isLearnersEnrollment('e')} AND NOT COALESCE(${HAS_STATUS.ended.sql('e')}, FALSE)`;

/** Of an attempt `t`: that it can end later than by the rules. */
const HAS_OWN_CLOCK =
  '(t.paused_at IS NOT NULL OR t.rested_seconds > 0 OR t.extended_seconds > 0 OR t.rest_milliseconds > 0)';

/** When quizzes close for the last of their learners. */
@Injectable()
export class LastClosesRepository {
  constructor(private readonly database: Database) {}

  /** Locked until the transaction ends, in the order of decision 11. */
  async lockQuiz(activityId: string): Promise<ClosingQuiz[]> {
    return this.database.rows(
      `SELECT ${CLOSING.sql} FROM quizzes z WHERE z.activity_id = ? FOR UPDATE`,
      [toBinary(activityId)],
      CLOSING,
    );
  }

  /** As `lockQuiz`, all that may close. */
  async lockOfCourses(courseIds: readonly string[]): Promise<ClosingQuiz[]> {
    if (courseIds.length === 0) return [];
    return this.database.query(
      `SELECT ${CLOSING.sql} FROM quizzes z WHERE z.course_id IN (?) AND z.closes_at IS NOT NULL
       ORDER BY z.activity_id FOR UPDATE`,
      [courseIds.map(toBinary)],
      CLOSING,
    );
  }

  /** The courses in which some of these learners have accommodations, exceptions, or attempts with a clock of their own. */
  async coursesOfSpecial(learners: readonly CourseLearner[]): Promise<string[]> {
    const rows = await this.database.query<{ courseId: Buffer }>(
      `SELECT DISTINCT e.course_id AS courseId FROM enrollments e
       WHERE (e.course_id, e.user_id) IN (?) AND ${isLearnersEnrollment('e')}
         AND (EXISTS (SELECT 1 FROM accommodations a WHERE a.user_id = e.user_id)
           OR EXISTS (SELECT 1 FROM quiz_exceptions x WHERE x.course_id = e.course_id AND x.user_id = e.user_id)
           OR EXISTS (SELECT 1 FROM attempts t WHERE t.course_id = e.course_id AND t.user_id = e.user_id
             AND ${HAS_OWN_CLOCK}))`,
      [learners.map(({ courseId, userId }) => [toBinary(courseId), toBinary(userId)])],
    );
    return rows.map(({ courseId }) => fromBinary(courseId));
  }

  /** The courses that one of the people is or will be a learner of. */
  async coursesOf(userIds: readonly string[], today: string): Promise<string[]> {
    const rows = await this.database.query<{ courseId: Buffer }>(
      `SELECT DISTINCT e.course_id AS courseId FROM enrollments e WHERE e.user_id IN (?) AND ${NOT_ENDED}`,
      [userIds.map(toBinary), today],
    );
    return rows.map(({ courseId }) => fromBinary(courseId));
  }

  /** The learners of the courses who have accommodations, with these. One statement. */
  async accommodated(courseIds: readonly string[], today: string): Promise<AccommodatedLearner[]> {
    type Row = EnrollmentSpan & { courseId: Buffer; userId: Buffer; accommodations: unknown };
    const rows = await this.database.query<Row>(
      `SELECT e.course_id AS courseId, e.user_id AS userId, ${SPAN.beginDate} AS beginDate, ${SPAN.endDate} AS endDate,
         ${accommodationsOf('e.course_id', 'e.user_id')} AS accommodations
       FROM enrollments e WHERE e.course_id IN (?) AND ${NOT_ENDED}
         AND EXISTS (SELECT 1 FROM accommodations a WHERE a.user_id = e.user_id)`,
      [courseIds.map(toBinary), today],
    );
    return rows.map(({ courseId, userId, beginDate, endDate, accommodations }) => ({
      ...{ courseId: fromBinary(courseId), userId: fromBinary(userId), beginDate, endDate },
      accommodations: toAccommodations(accommodations),
    }));
  }

  /** The learners who have exceptions in the quizzes, with these. One statement. */
  async excepted(activityIds: readonly string[], today: string): Promise<ExceptedLearner[]> {
    const rows = await this.database.query(
      `SELECT ${EXCEPTED.sql} FROM quiz_exceptions x
         JOIN enrollments e ON e.course_id = x.course_id AND e.user_id = x.user_id
       WHERE x.activity_id IN (?) AND ${NOT_ENDED}`,
      [activityIds.map(toBinary), today],
      EXCEPTED,
    );
    return rows.map(({ activityId, userId, beginDate, endDate, ...granted }) => ({
      ...{ activityId, userId, beginDate, endDate },
      exception: toGranted(granted),
    }));
  }

  /**
   * The open attempts in the quizzes whose clock stands, has stood in pauses or rests, or was given more by staff, each with its own end: that is
   * later than those of the rules. One statement.
   */
  async clocked(activityIds: readonly string[], today: string): Promise<ClockedAttempt[]> {
    type Row = EnrollmentSpan & { activityId: Buffer; handInBy: Date | null };
    const rows = await this.database.query<Row>(
      `SELECT t.activity_id AS activityId, t.hand_in_by AS handInBy, ${SPAN.beginDate} AS beginDate, ${SPAN.endDate} AS endDate
       FROM attempts t FORCE INDEX (ix_attempts_in_progress)
         JOIN enrollments e ON e.course_id = t.course_id AND e.user_id = t.user_id
       WHERE t.activity_id IN (?) AND t.open_marker = 1 AND t.is_preview = 0 AND ${NOT_ENDED}
         AND ${HAS_OWN_CLOCK}`,
      [activityIds.map(toBinary), today],
    );
    return rows.map(({ activityId, ...attempt }) => ({ ...attempt, activityId: fromBinary(activityId) }));
  }

  /** Of quizzes that this transaction has locked. One statement. It makes no new version: nothing of a quiz's answer shows it. */
  async update(closes: readonly { id: string; value: Date | null }[]): Promise<void> {
    if (closes.length === 0) return;
    const values = valuesById('activity_id', 'last_closes_at', closes);
    await this.database.execute(
      `UPDATE quizzes SET last_closes_at = ${values.sql} WHERE activity_id IN (?)`,
      [...values.values, closes.map(({ id }) => toBinary(id))],
    );
  }
}
