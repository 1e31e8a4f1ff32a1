import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';
import { prefixPattern } from '../../shared/database/prefix-pattern';
import {
  COURSE_ROLES,
  type CourseRole,
  type CourseStatus,
  type EnrollmentStatus,
  HAS_STATUS,
} from '../courses';
import { isSuspended } from '../identity';
import type { AccountStatus } from './dto/enrollments.query';
import {
  ENROLLMENT,
  type EnrollmentRecord,
  PERSON,
  type PersonRow,
  type RosterRecord,
  toPerson,
} from './enrollment-records';
import { behindPlace, byName, INDEXED_BY_NAME, type NamePlace, placeValues } from './name-order';

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

/** An enrollment with its course. */
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

const ROSTER = ENROLLMENT.andExpressions<PersonRow>(PERSON);
const OWN = ENROLLMENT.andExpressions<
  Omit<OwnRecord['course'], 'id' | 'startDate' | 'endDate'> &
    Record<'courseStart' | 'courseEnd', string | null>
>({
  ...{ code: 'c.code', title: 'c.title', status: 'c.status', timeZone: 'c.time_zone' },
  ...{ courseStart: 'c.start_date', courseEnd: 'c.end_date' },
});

/** The roster of a course, and a person's own enrollments. */
@Injectable()
export class EnrollmentLists {
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
}
