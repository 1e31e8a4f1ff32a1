import { Injectable } from '@nestjs/common';
import type { PlatformRole } from '../../shared/auth/caller';
import { Clock } from '../../shared/clock/clock';
import { columnsOf } from '../../shared/database/columns-of';
import { Database } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import { dayIn } from '../../shared/time/zoned-time';
import { HAS_STATUS } from '../courses';
import { isSuspended } from '../identity';
import { Enrollment } from './enrollment.entity';
import { EnrollmentNotFoundError } from './enrollments.errors';

/** An instructor whose enrollment is active. */
export interface InstructorRecord {
  enrollmentId: string;
  userId: string;
  platformRole: PlatformRole;
  isSuspended: boolean;
  /** The course belongs to them. */
  isOwner: boolean;
}

const INSTRUCTOR = columnsOf(Enrollment, 'e', {
  ...{ enrollmentId: 'id', userId: 'userId', isOwner: 'isOwner' },
}).andExpressions<{ platformRole: PlatformRole; isSuspended: number }>({
  platformRole: 'u.role',
  isSuspended: isSuspended('u'),
});

/** Reads that lock what they find until the transaction ends, so that a decision about it stays true. */
@Injectable()
export class EnrollmentLocks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * The present day of a course. Its zone is held, because in another one it might be a day that has not come: an enrollment
   * that ends today would not have ended. Throws EnrollmentNotFoundError where there is no such course any more.
   */
  async holdToday(courseId: string): Promise<string> {
    const row = await this.database.row<{ timeZone: string }>(
      'SELECT time_zone AS timeZone FROM courses WHERE id = ? LOCK IN SHARE MODE',
      [toBinary(courseId)],
    );
    if (!row) throw new EnrollmentNotFoundError();
    return dayIn(this.clock.now(), row.timeZone);
  }

  /**
   * The instructors of the course whose enrollment is active on the day. Locks these enrollments and no accounts, since
   * accounts come before enrollments in the order of locks; so it reads them when it has the locks.
   */
  async lockInstructors(courseId: string, today: string): Promise<InstructorRecord[]> {
    const isActiveInstructor = `e.course_id = ? AND e.role = 'instructor' AND ${HAS_STATUS.active.sql('e')}`;
    const params = [toBinary(courseId), today, today];
    await this.database.rows(
      `SELECT e.id FROM enrollments e WHERE ${isActiveInstructor} ORDER BY e.id FOR UPDATE`,
      params,
    );
    const rows = await this.database.rows(
      `SELECT ${INSTRUCTOR.sql}
       FROM enrollments e JOIN users u ON u.id = e.user_id
       WHERE ${isActiveInstructor}`,
      params,
      INSTRUCTOR,
    );
    return rows.map((row) => ({ ...row, isSuspended: row.isSuspended === 1 }));
  }
}
