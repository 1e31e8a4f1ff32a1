import { Injectable } from '@nestjs/common';
import type { PlatformRole } from '../../shared/auth/caller';
import { Database, type SqlValue } from '../../shared/database/database';
import { fromBinary, toBinary } from '../../shared/database/ids';
import { prefixPattern } from '../../shared/database/prefix-pattern';
import {
  COURSE_ROLES,
  type CourseRole,
  type CourseStatus,
  type EnrollmentStatus,
  HAS_STATUS,
  isLearnersEnrollment,
} from '../courses';
import { isSuspended } from '../identity';
import type { LearnerFacts, NewEnrollment } from './enrollment-facts';
import type { AccountStatus } from './dto/enrollments.query';
import { behindPlace, byName, INDEXED_BY_NAME, type NamePlace, placeValues } from './name-order';
import type { SortName } from './person-names.repository';

export interface EnrollmentRecord {
  id: string;
  courseId: string;
  userId: string;
  role: CourseRole;
  beginDate: string;
  endDate: string | null;
  createdAt: Date;
}

export interface PersonRecord {
  id: string;
  username: string;
  email: string | null;
  givenName: string;
  familyName: string;
  /** Nobody can sign in with the account. */
  isSuspended: boolean;
}

/** An instructor whose enrollment is active. */
export interface InstructorRecord {
  enrollmentId: string;
  userId: string;
  platformRole: PlatformRole;
  isSuspended: boolean;
  /** Made the course. */
  isOwner: boolean;
}

/** Somebody who is about to be enrolled, and what they were in the course so far. */
export interface Candidate {
  person: PersonRecord;
  platformRole: PlatformRole;
  enrollments: EnrollmentRecord[];
}

/** A new enrollment with the person's names, read under a lock on the account's row. */
export type NamedEnrollment = NewEnrollment & SortName;

export interface RosterFilter {
  courseId: string;
  /** The present day in the course's time zone. */
  today: string;
  role?: CourseRole;
  status?: EnrollmentStatus;
  account?: AccountStatus;
  /** Beginning of the family name, or of given and family name. */
  search?: string;
  /** Where the last row of the page before stands. */
  after?: NamePlace;
  limit: number;
}

export interface RosterRecord {
  enrollment: EnrollmentRecord;
  person: PersonRecord;
}

export interface OwnRecord {
  enrollment: EnrollmentRecord;
  course: {
    id: string;
    code: string;
    title: string;
    status: CourseStatus;
    timeZone: string;
    startDate: string | null;
    endDate: string | null;
  };
}

export interface LearnerRecord extends Omit<LearnerFacts, 'status'> {
  timeZone: string;
}

interface EnrollmentRow {
  enrollmentId: Buffer;
  courseId: Buffer;
  userId: Buffer;
  role: CourseRole;
  beginDate: string;
  endDate: string | null;
  enrolledAt: Date;
}

interface PersonRow {
  personId: Buffer;
  username: string;
  email: string | null;
  givenName: string;
  familyName: string;
  isSuspended: number;
}

type CandidateRow = PersonRow & { platformRole: PlatformRole } & (EnrollmentRow | { enrollmentId: null });

interface OwnRow extends EnrollmentRow {
  code: string;
  title: string;
  status: CourseStatus;
  timeZone: string;
  courseStart: string | null;
  courseEnd: string | null;
}

const ENROLLMENT = `e.id AS enrollmentId, e.course_id AS courseId, e.user_id AS userId, e.role,
  e.begin_date AS beginDate, e.end_date AS endDate, e.created_at AS enrolledAt`;
const PERSON = `u.id AS personId, u.username, u.email, u.given_name AS givenName, u.family_name AS familyName,
  ${isSuspended('u')} AS isSuspended`;
const INSERTED = [
  ...[
    'id',
    'sourced_id',
    'course_id',
    'user_id',
    'role',
    'family_name',
    'given_name',
    'begin_date',
    'end_date',
    'created_at',
    'updated_at',
  ],
];

@Injectable()
export class EnrollmentsRepository {
  constructor(private readonly database: Database) {}

  /**
   * One page of the roster in one statement; up to `limit` + 1 rows. Each role is an index range in the order of the
   * names, of which a page's worth is read, whatever the size of the course; the earliest of these are the page. Only
   * a status or a search passes over rows: those between the ones that it finds.
   */
  async roster({
    courseId,
    today,
    role,
    status,
    account,
    search,
    after,
    limit,
  }: RosterFilter): Promise<RosterRecord[]> {
    const conditions = ['e.course_id = ?', 'e.role = ?'];
    const params: SqlValue[] = [];
    const also = (sql: string, ...values: SqlValue[]): void => {
      conditions.push(sql);
      params.push(...values);
    };
    if (status !== undefined) {
      const { sql, days } = HAS_STATUS[status];
      also(sql('e'), ...Array<string>(days).fill(today));
    }
    if (account !== undefined) {
      const isWanted = account === 'suspended' ? isSuspended('a') : `NOT ${isSuspended('a')}`;
      also(`EXISTS (SELECT 1 FROM users a WHERE a.id = e.user_id AND ${isWanted})`);
    }
    if (search !== undefined) {
      const prefix = prefixPattern(search);
      also(
        "(e.family_name LIKE ? ESCAPE '!' OR CONCAT(e.given_name, ' ', e.family_name) LIKE ? ESCAPE '!')",
        prefix,
        prefix,
      );
    }
    if (after) also(behindPlace('e'), ...placeValues(after));
    const inOneRole = `(SELECT e.* FROM enrollments e ${INDEXED_BY_NAME}
      WHERE ${conditions.join(' AND ')} ORDER BY ${byName('e')} LIMIT ?)`;
    const roles = role === undefined ? COURSE_ROLES : [role];
    const rows = await this.database.rows<EnrollmentRow & PersonRow>(
      `SELECT ${ENROLLMENT}, ${PERSON}
       FROM (${roles.map(() => inOneRole).join(' UNION ALL ')}) e STRAIGHT_JOIN users u ON u.id = e.user_id
       ORDER BY ${byName('e')} LIMIT ?`,
      [...roles.flatMap((each) => [toBinary(courseId), each, ...params, limit + 1]), limit + 1],
    );
    return rows.map((row) => ({ enrollment: toEnrollment(row), person: toPerson(row) }));
  }

  /** All enrollments of a person with their courses, latest begin first. */
  async own(userId: string): Promise<OwnRecord[]> {
    const rows = await this.database.rows<OwnRow>(
      `SELECT ${ENROLLMENT}, c.code, c.title, c.status, c.time_zone AS timeZone, c.start_date AS courseStart,
              c.end_date AS courseEnd
       FROM enrollments e JOIN courses c ON c.id = e.course_id
       WHERE e.user_id = ? ORDER BY e.begin_date DESC, e.id DESC`,
      [toBinary(userId)],
    );
    return rows.map((row) => {
      const { code, title, status, timeZone, courseStart: startDate, courseEnd: endDate } = row;
      const id = fromBinary(row.courseId);
      return {
        enrollment: toEnrollment(row),
        course: { id, code, title, status, timeZone, startDate, endDate },
      };
    });
  }

  async find(enrollmentId: string): Promise<EnrollmentRecord | undefined> {
    const row = await this.database.row<EnrollmentRow>(
      `SELECT ${ENROLLMENT} FROM enrollments e WHERE e.id = ?`,
      [toBinary(enrollmentId)],
    );
    return row && toEnrollment(row);
  }

  /**
   * Somebody by id or by username, with all their enrollments in the course; undefined when there is no such account.
   * Locks the account's row until the transaction ends: of two who enroll the same person at once, the second waits
   * here and then sees what the first did.
   */
  async lockCandidate(
    courseId: string,
    who: { userId: string } | { username: string },
  ): Promise<Candidate | undefined> {
    const [column, value] =
      'userId' in who ? (['id', toBinary(who.userId)] as const) : (['username', who.username] as const);
    const rows = await this.database.rows<CandidateRow>(
      `SELECT ${PERSON}, u.role AS platformRole, ${ENROLLMENT}
       FROM users u LEFT JOIN enrollments e ON e.course_id = ? AND e.user_id = u.id
       WHERE u.${column} = ? FOR UPDATE`,
      [toBinary(courseId), value],
    );
    const [first] = rows;
    if (!first) return undefined;
    return {
      person: toPerson(first),
      platformRole: first.platformRole,
      enrollments: rows.flatMap((row) => (row.enrollmentId === null ? [] : [toEnrollment(row)])),
    };
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
    type Row = Omit<InstructorRecord, 'enrollmentId' | 'userId' | 'isSuspended' | 'isOwner'> & {
      enrollmentId: Buffer;
      userId: Buffer;
      isSuspended: number;
      isOwner: number;
    };
    const rows = await this.database.rows<Row>(
      `SELECT e.id AS enrollmentId, e.user_id AS userId, u.role AS platformRole,
              ${isSuspended('u')} AS isSuspended, COALESCE(c.created_by = e.user_id, 0) AS isOwner
       FROM enrollments e JOIN users u ON u.id = e.user_id JOIN courses c ON c.id = e.course_id
       WHERE ${isActiveInstructor}`,
      params,
    );
    return rows.map((row) => ({
      enrollmentId: fromBinary(row.enrollmentId),
      userId: fromBinary(row.userId),
      platformRole: row.platformRole,
      isSuspended: row.isSuspended === 1,
      isOwner: row.isOwner === 1,
    }));
  }

  /** Gives an enrollment that exists new days. */
  async reopen({ id, beginDate, endDate }: EnrollmentRecord, now: Date): Promise<void> {
    await this.database.run(
      'UPDATE enrollments SET begin_date = ?, end_date = ?, updated_at = GREATEST(updated_at, ?) WHERE id = ?',
      [beginDate, endDate, now, toBinary(id)],
    );
  }

  /** Ends the enrollments on the day unless they have ended by then. Returns how many it ended. */
  async end(enrollmentIds: string[], endDate: string, now: Date): Promise<number> {
    if (enrollmentIds.length === 0) return 0;
    const { affectedRows } = await this.database.execute(
      'UPDATE enrollments SET end_date = ?, updated_at = GREATEST(updated_at, ?) WHERE id IN (?) AND (end_date IS NULL OR end_date > ?)',
      [endDate, now, enrollmentIds.map(toBinary), endDate],
    );
    return affectedRows;
  }

  /** Of the staff of a course that is about to go; a learner's enrollment keeps it from going. */
  async removeStaff(courseId: string): Promise<void> {
    await this.database.run(
      `DELETE e FROM enrollments e WHERE e.course_id = ? AND NOT ${isLearnersEnrollment('e')}`,
      [toBinary(courseId)],
    );
  }

  async insert(enrollments: NamedEnrollment[], now: Date): Promise<void> {
    await this.database.insertMany('enrollments', INSERTED, toRows(enrollments, now));
  }

  async upsert(enrollments: NamedEnrollment[], now: Date): Promise<void> {
    await this.database.insertMany(
      'enrollments',
      INSERTED,
      toRows(enrollments, now),
      `sourced_id = VALUES(sourced_id), begin_date = VALUES(begin_date), end_date = VALUES(end_date),
       updated_at = GREATEST(updated_at, VALUES(updated_at))`,
    );
  }

  /** All learners of a course, or the one named. */
  async learners(courseId: string, userId?: string): Promise<LearnerRecord[]> {
    const rows = await this.database.rows<EnrollmentRow & { timeZone: string }>(
      `SELECT ${ENROLLMENT}, c.time_zone AS timeZone
       FROM enrollments e JOIN courses c ON c.id = e.course_id
       WHERE e.course_id = ? AND ${isLearnersEnrollment('e')} ${userId === undefined ? '' : 'AND e.user_id = ?'}`,
      [toBinary(courseId), ...(userId === undefined ? [] : [toBinary(userId)])],
    );
    return rows.map(({ enrollmentId, userId: learner, beginDate, endDate, timeZone }) => ({
      enrollmentId: fromBinary(enrollmentId),
      userId: fromBinary(learner),
      beginDate,
      endDate,
      timeZone,
    }));
  }
}

function toEnrollment(row: EnrollmentRow): EnrollmentRecord {
  const { role, beginDate, endDate, enrolledAt: createdAt } = row;
  const id = fromBinary(row.enrollmentId);
  return {
    id,
    courseId: fromBinary(row.courseId),
    userId: fromBinary(row.userId),
    role,
    beginDate,
    endDate,
    createdAt,
  };
}

function toPerson({
  personId,
  username,
  email,
  givenName,
  familyName,
  isSuspended,
}: PersonRow): PersonRecord {
  return { id: fromBinary(personId), username, email, givenName, familyName, isSuspended: isSuspended === 1 };
}

function toRows(enrollments: NamedEnrollment[], now: Date): SqlValue[][] {
  return enrollments.map((enrollment) => [
    toBinary(enrollment.id),
    enrollment.sourcedId,
    toBinary(enrollment.courseId),
    toBinary(enrollment.userId),
    enrollment.role,
    enrollment.familyName,
    enrollment.givenName,
    enrollment.beginDate,
    enrollment.endDate,
    now,
    now,
  ]);
}
