import { Injectable } from '@nestjs/common';
import { columnsOf, type RowOf } from '../../shared/database/columns-of';
import { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import type { Day } from '../../shared/time/zoned-time';
import { isLearnersEnrollment } from '../courses';
import { Enrollment } from './enrollment.entity';

const DAYS = columnsOf(Enrollment, 'e', [
  ...(['id', 'courseId', 'userId', 'role', 'givenName', 'familyName', 'state'] as const),
  ...(['beginDate', 'endDate', 'spell', 'version', 'isOwner', 'groupIds'] as const),
]);
export type EnrollmentDays = RowOf<typeof DAYS>;

/** The days of all enrollments of a course, as its calendar has them. */
@Injectable()
export class EnrollmentDaysRepository {
  constructor(private readonly database: Database) {}

  /**
   * The enrollments that begin or end after the earlier of two days and not after the later one, locked until the
   * transaction ends. They are all that a change from the one to the other as the present day can concern.
   */
  async lockBetween(courseId: string, one: Day, other: Day): Promise<EnrollmentDays[]> {
    const [early, late] = one < other ? [one, other] : [other, one];
    return this.database.rows(
      `SELECT ${DAYS.sql} FROM enrollments e
       WHERE e.course_id = ? AND (e.begin_date > ? AND e.begin_date <= ? OR e.end_date > ? AND e.end_date <= ?)
       ORDER BY e.id FOR UPDATE`,
      [toBinary(courseId), early, late, early, late],
      DAYS,
    );
  }

  /** The first day of somebody as a learner in a course; null where they never were one. */
  async firstDayOf(courseId: string, userId: string): Promise<Day | null> {
    const row = await this.database.row<{ day: Day | null }>(
      `SELECT MIN(e.begin_date) AS day FROM enrollments e
       WHERE e.course_id = ? AND e.user_id = ? AND ${isLearnersEnrollment('e')}`,
      [toBinary(courseId), toBinary(userId)],
    );
    return row?.day ?? null;
  }
}
