import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository, type UpdateQueryBuilder } from 'typeorm';
import type { PlatformRole } from '../../shared/auth/caller';
import { columnsOf } from '../../shared/database/columns-of';
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
import type { NewEnrollment } from './enrollment-facts';
import { Enrollment } from './enrollment.entity';
import type { AccountStatus } from './dto/enrollments.query';
import { behindPlace, byName, INDEXED_BY_NAME, type NamePlace, placeValues } from './name-order';
import type { SortName } from './person-names.repository';

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

/** A person to enroll, with all their enrollments in the course. */
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
  /** Where the previous page ended. */
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

interface PersonRow {
  username: string;
  email: string | null;
  givenName: string;
  familyName: string;
  isSuspended: number;
}

/** The columns of an enrollment that answers and decisions need. */
export type EnrollmentRecord = Pick<
  Enrollment,
  'id' | 'courseId' | 'userId' | 'role' | 'beginDate' | 'endDate' | 'createdAt'
>;

const ENROLLMENT = columnsOf(Enrollment, 'e', [
  ...(['id', 'courseId', 'userId', 'role', 'beginDate', 'endDate', 'createdAt'] as const),
]);
const PERSON: Record<keyof PersonRow, string> = {
  username: 'u.username',
  email: 'u.email',
  givenName: 'u.given_name',
  familyName: 'u.family_name',
  isSuspended: isSuspended('u'),
};
const ROSTER = ENROLLMENT.andExpressions<PersonRow>(PERSON);
const CANDIDATE = ENROLLMENT.orNull().andExpressions<
  PersonRow & { personId: Buffer; platformRole: PlatformRole }
>({ ...PERSON, personId: 'u.id', platformRole: 'u.role' });
const OWN = ENROLLMENT.andExpressions<
  Omit<OwnRecord['course'], 'id' | 'startDate' | 'endDate'> &
    Record<'courseStart' | 'courseEnd', string | null>
>({
  ...{ code: 'c.code', title: 'c.title', status: 'c.status', timeZone: 'c.time_zone' },
  ...{ courseStart: 'c.start_date', courseEnd: 'c.end_date' },
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
  constructor(
    @InjectRepository(Enrollment) private readonly enrollments: Repository<Enrollment>,
    private readonly database: Database,
  ) {}

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
    const rows = await this.database.rows(
      `SELECT ${ROSTER.sql}
       FROM (${roles.map(() => inOneRole).join(' UNION ALL ')}) e STRAIGHT_JOIN users u ON u.id = e.user_id
       ORDER BY ${byName('e')} LIMIT ?`,
      [...roles.flatMap((each) => [toBinary(courseId), each, ...params, limit + 1]), limit + 1],
      ROSTER,
    );
    return rows.map((row) => ({ enrollment: row, person: toPerson(row.userId, row) }));
  }

  /** All enrollments of a person with their courses, latest begin first. */
  async own(userId: string): Promise<OwnRecord[]> {
    const rows = await this.database.rows(
      `SELECT ${OWN.sql} FROM enrollments e JOIN courses c ON c.id = e.course_id
       WHERE e.user_id = ? ORDER BY e.begin_date DESC, e.id DESC`,
      [toBinary(userId)],
      OWN,
    );
    return rows.map((row) => {
      const { courseId: id, code, title, status, timeZone, courseStart: startDate, courseEnd: endDate } = row;
      return { enrollment: row, course: { id, code, title, status, timeZone, startDate, endDate } };
    });
  }

  async find(enrollmentId: string): Promise<Enrollment | null> {
    return this.enrollments.findOneBy({ id: enrollmentId });
  }

  /**
   * Somebody by id or by username, with all their enrollments in the course; undefined when there is no such account.
   * Locks the account's row until the transaction ends: of two requests that enroll the same person at once, the
   * second waits here and then sees the first one's enrollment.
   */
  async lockCandidate(
    courseId: string,
    who: { userId: string } | { username: string },
  ): Promise<Candidate | undefined> {
    const [column, value] =
      'userId' in who ? (['id', toBinary(who.userId)] as const) : (['username', who.username] as const);
    const rows = await this.database.rows(
      `SELECT ${CANDIDATE.sql}
       FROM users u LEFT JOIN enrollments e ON e.course_id = ? AND e.user_id = u.id
       WHERE u.${column} = ? FOR UPDATE`,
      [toBinary(courseId), value],
      CANDIDATE,
    );
    const [first] = rows;
    if (!first) return undefined;
    return {
      person: toPerson(fromBinary(first.personId), first),
      platformRole: first.platformRole,
      enrollments: rows.filter(isEnrolled),
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

  /** Gives an enrollment that exists new days. */
  async reopen({ id, beginDate, endDate }: EnrollmentRecord, now: Date): Promise<void> {
    await this.changing({ beginDate, endDate }, now).where({ id }).execute();
  }

  /** Ends the enrollments on the day unless they have ended by then. Returns how many it ended. */
  async end(enrollmentIds: string[], endDate: string, now: Date): Promise<number> {
    if (enrollmentIds.length === 0) return 0;
    const { affected = 0 } = await this.changing({ endDate }, now)
      .where({ id: In(enrollmentIds) })
      .andWhere('(end_date IS NULL OR end_date > :day)', { day: endDate })
      .execute();
    return affected;
  }

  /** `updatedAt` never goes back, even if the clock was set back. */
  private changing(
    changes: Partial<Pick<Enrollment, 'beginDate' | 'endDate'>>,
    now: Date,
  ): UpdateQueryBuilder<Enrollment> {
    return this.enrollments
      .createQueryBuilder()
      .update()
      .set({ ...changes, updatedAt: () => 'GREATEST(updated_at, :now)' })
      .setParameter('now', now);
  }

  /** Deletes the enrollments of the course's staff, before the course is deleted. Learners' enrollments are kept. */
  async removeStaff(courseId: string): Promise<void> {
    await this.enrollments
      .createQueryBuilder()
      .delete()
      .where({ courseId })
      .andWhere(`NOT ${isLearnersEnrollment('enrollments')}`)
      .execute();
  }

  /** Whether the person has an enrollment as learner in the course, active or not. */
  async isOrWasLearner(courseId: string, userId: string): Promise<boolean> {
    return this.enrollments
      .createQueryBuilder('e')
      .where({ courseId, userId })
      .andWhere(isLearnersEnrollment('e'))
      .getExists();
  }

  /** Named SQL, since enrolling is measured (decision 10). */
  async insert(enrollments: NamedEnrollment[], now: Date): Promise<void> {
    await this.database.insertMany('enrollments', INSERTED, toRows(enrollments, now));
  }
}

function isEnrolled<Row extends { id: string | null }>(row: Row): row is Row & EnrollmentRecord {
  return row.id !== null;
}

function toPerson(
  id: string,
  { username, email, givenName, familyName, isSuspended }: PersonRow,
): PersonRecord {
  return { id, username, email, givenName, familyName, isSuspended: isSuspended === 1 };
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
