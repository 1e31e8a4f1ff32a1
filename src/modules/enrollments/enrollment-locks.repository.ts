import { Injectable } from '@nestjs/common';
import type { PlatformRole } from '../../shared/auth/caller';
import { columnsOf } from '../../shared/database/columns-of';
import { Database } from '../../shared/database/database';
import { fromBinary, toBinary } from '../../shared/database/ids';
import { plainForm } from '../../shared/text/search-form';
import { HAS_STATUS } from '../courses';
import { isSuspended } from '../identity';
import { Enrollment } from './enrollment.entity';
import {
  ENROLLMENT,
  type EnrollmentRecord,
  PERSON,
  type PersonRecord,
  type PersonRow,
  toPerson,
} from './enrollment-records';

/** An instructor whose enrollment is active. */
export interface InstructorRecord {
  enrollmentId: string;
  userId: string;
  platformRole: PlatformRole;
  isSuspended: boolean;
  /** Made the course. */
  isOwner: boolean;
}

/** A person to enroll, with all their enrollments in the course. */
export interface Candidate {
  person: PersonRecord;
  platformRole: PlatformRole;
  enrollments: EnrollmentRecord[];
  /** Of the course, which keeps it until the transaction ends; null when the course is gone. */
  timeZone: string | null;
}

const CANDIDATE = ENROLLMENT.orNull().andExpressions<
  PersonRow & { personId: Buffer; platformRole: PlatformRole; timeZone: string | null }
>({
  ...{ ...PERSON, personId: 'u.id', platformRole: 'u.role' },
  timeZone: '(SELECT c.time_zone FROM courses c WHERE c.id = ? LOCK IN SHARE MODE)',
});
const INSTRUCTOR = columnsOf(Enrollment, 'e', { enrollmentId: 'id', userId: 'userId' }).andExpressions<{
  platformRole: PlatformRole;
  isSuspended: number;
  isOwner: number;
}>({
  platformRole: 'u.role',
  isSuspended: isSuspended('u'),
  isOwner: 'COALESCE(c.created_by = e.user_id, 0)',
});

/** Reads that lock what they find until the transaction ends, so that a decision about it stays true. */
@Injectable()
export class EnrollmentLocks {
  constructor(private readonly database: Database) {}

  /**
   * Somebody by id or by username, with all their enrollments in the course; undefined when there is no such account.
   * Locks the account's row until the transaction ends: of two requests that enroll the same person at once, the
   * second waits here and then sees the first one's enrollment. The course's row is locked, too, but shared: its time
   * zone, which decides what day it is, cannot change before the enrollment is written.
   */
  async lockCandidate(
    courseId: string,
    who: { userId: string } | { username: string },
  ): Promise<Candidate | undefined> {
    const [column, value] =
      'userId' in who
        ? (['id', toBinary(who.userId)] as const)
        : (['username', plainForm(who.username)] as const);
    const rows = await this.database.rows(
      `SELECT ${CANDIDATE.sql}
       FROM users u LEFT JOIN enrollments e ON e.course_id = ? AND e.user_id = u.id
       WHERE u.${column} = ? FOR UPDATE`,
      [toBinary(courseId), toBinary(courseId), value],
      CANDIDATE,
    );
    const [first] = rows;
    if (!first) return undefined;
    return {
      person: toPerson(fromBinary(first.personId), first),
      platformRole: first.platformRole,
      enrollments: rows.filter(isEnrolled),
      timeZone: first.timeZone,
    };
  }

  /** The time zone of a course, which cannot change before the transaction ends; undefined when there is no such course. */
  async holdTimeZone(courseId: string): Promise<string | undefined> {
    const row = await this.database.row<{ timeZone: string }>(
      'SELECT time_zone AS timeZone FROM courses WHERE id = ? LOCK IN SHARE MODE',
      [toBinary(courseId)],
    );
    return row?.timeZone;
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
       FROM enrollments e JOIN users u ON u.id = e.user_id JOIN courses c ON c.id = e.course_id
       WHERE ${isActiveInstructor}`,
      params,
      INSTRUCTOR,
    );
    return rows.map((row) => ({
      ...row,
      isSuspended: row.isSuspended === 1,
      isOwner: row.isOwner === 1,
    }));
  }
}

function isEnrolled<Row extends { id: string | null }>(row: Row): row is Row & EnrollmentRecord {
  return row.id !== null;
}
