import { Injectable } from '@nestjs/common';
import type { PlatformRole } from '../../../shared/auth/caller';
import { Database, type SqlValue } from '../../../shared/database/database';
import { fromBinary, fromNullableBinary, toBinary } from '../../../shared/database/ids';
import { sourcedIdOf } from '../../../shared/database/own-sourced-ids';
import type { CourseRole, CourseStatus } from '../../../shared/auth/permissions';

/** A row of another table that a row refers to, by both its ids. */
export interface Named {
  id: string;
  sourcedId: string;
}

/** A course, which is a class of OneRoster. Days are `YYYY-MM-DD`. */
export interface ExportedCourse extends Named {
  code: string;
  title: string;
  status: CourseStatus;
  timeZone: string;
  startDate: string | null;
  endDate: string | null;
  session: Named | null;
  template: Named | null;
  org: Named | null;
  updatedAt: Date;
}

/** An account. */
export interface ExportedUser extends Named {
  username: string;
  email: string | null;
  givenName: string;
  middleName: string | null;
  familyName: string;
  identifier: string | null;
  phone: string | null;
  role: PlatformRole;
  relation: string | null;
  agentSourcedIds: string | null;
  disabledAt: Date | null;
  org: Named | null;
  updatedAt: Date;
}

/** An enrollment with the account that it is of. `endDate` is the first day that is no longer active. */
export type ExportedRole = Exclude<CourseRole, 'auditor'>;

export interface ExportedEnrollment extends Named {
  role: ExportedRole;
  beginDate: string;
  endDate: string | null;
  updatedAt: Date;
  user: ExportedUser;
}

export interface ExportedSession extends Named {
  title: string;
  type: string;
  startDate: string;
  endDate: string;
  parent: Named | null;
  schoolYear: number | null;
}

export interface ExportedTemplate extends Named {
  title: string;
  code: string | null;
  org: Named | null;
}

export interface ExportedOrg extends Named {
  name: string;
  type: string;
  identifier: string | null;
  parent: Named | null;
}

/** Which courses: these, those of a term and of the terms within it, or, with neither, all of the school. */
export interface ExportScope {
  courseIds: readonly string[] | null;
  termId: string | null;
}

/** Which rows: those with these ids, or all of the school. */
export type Chosen = readonly string[] | 'all';

type Row = Record<string, unknown>;

const USER = `u.id AS userId, u.sourced_id AS userSourcedId, u.username, u.email, u.given_name AS givenName, u.middle_name AS middleName,
  u.family_name AS familyName, u.identifier, u.phone, u.role AS platformRole, u.relation, u.agent_sourced_ids AS agentSourcedIds,
  u.disabled_at AS disabledAt, u.updated_at AS userUpdatedAt, uo.id AS orgId, uo.sourced_id AS orgSourcedId`;
const JOIN_ORG = 'LEFT JOIN orgs uo ON uo.id = u.org_id';

/**
 * What an export of the school's records reads. Named SQL, since it joins tables of several modules and reads whole courses. Checks
 * nobody's rights.
 */
@Injectable()
export class ExportRowsRepository {
  constructor(private readonly database: Database) {}

  /** The courses of the scope by id, in pages. One statement each. */
  async *courses({ courseIds, termId }: ExportScope, limit: number): AsyncGenerator<string[]> {
    const tree = `c.academic_session_id IN (
      WITH RECURSIVE below AS (
        SELECT s.id FROM academic_sessions s WHERE s.id = ?
        UNION SELECT n.id FROM below b JOIN academic_sessions n ON n.parent_id = b.id)
      SELECT id FROM below)`;
    const [condition, values] =
      courseIds !== null
        ? ['c.id IN (?)', [courseIds.map(toBinary)]]
        : termId !== null
          ? [tree, [toBinary(termId)]]
          : ['TRUE', []];
    for (let after = Buffer.alloc(16); ;) {
      const rows: { id: Buffer }[] = await this.database.query(
        `SELECT c.id FROM courses c WHERE c.id > ? AND ${condition} ORDER BY c.id LIMIT ?`,
        [after, ...values, limit],
      );
      if (rows.length > 0) yield rows.map(({ id }) => fromBinary(id));
      const last = rows.at(-1);
      if (!last || rows.length < limit) return;
      after = last.id as Buffer<ArrayBuffer>;
    }
  }

  /** How many courses the scope has. */
  async countCourses(scope: ExportScope): Promise<number> {
    let count = 0;
    for await (const page of this.courses(scope, 10_000)) count += page.length;
    return count;
  }

  async hasTerm(termId: string): Promise<boolean> {
    return (
      (await this.database.row('SELECT 1 FROM academic_sessions WHERE id = ?', [toBinary(termId)])) !==
      undefined
    );
  }

  /** Undefined for one that is gone. */
  async course(courseId: string): Promise<ExportedCourse | undefined> {
    const row = await this.database.row<Row>(
      `SELECT c.id, c.sourced_id AS sourcedId, c.code, c.title, c.status, c.time_zone AS timeZone, c.start_date AS startDate,
              c.end_date AS endDate, c.updated_at AS updatedAt, s.id AS sessionId, s.sourced_id AS sessionSourcedId,
              t.id AS templateId, t.sourced_id AS templateSourcedId, o.id AS orgId, o.sourced_id AS orgSourcedId
       FROM courses c LEFT JOIN academic_sessions s ON s.id = c.academic_session_id
         LEFT JOIN course_templates t ON t.id = c.template_id LEFT JOIN orgs o ON o.id = c.org_id
       WHERE c.id = ?`,
      [toBinary(courseId)],
    );
    if (!row) return undefined;
    const { code, title, status, timeZone, startDate, endDate, updatedAt } = row as unknown as ExportedCourse;
    return {
      ...{ code, title, status, timeZone, startDate, endDate, updatedAt },
      ...named(row, 'id', 'sourcedId'),
      session: nullable(row, 'sessionId', 'sessionSourcedId'),
      template: nullable(row, 'templateId', 'templateSourcedId'),
      org: nullable(row, 'orgId', 'orgSourcedId'),
    };
  }

  /** All enrollments of a course but those of auditors, also those that have ended, by person, in pages. One statement each. */
  async *enrollments(courseId: string, limit: number): AsyncGenerator<ExportedEnrollment[]> {
    let after: { userId: Buffer; role: string } | undefined;
    for (;;) {
      const rows: (Row & { userId: Buffer; role: string })[] = await this.database.query(
        `SELECT e.id, e.sourced_id AS sourcedId, e.role, e.begin_date AS beginDate, e.end_date AS endDate, e.updated_at AS updatedAt,
                ${USER}
         FROM enrollments e FORCE INDEX (uq_enrollments_person) STRAIGHT_JOIN users u ON u.id = e.user_id ${JOIN_ORG}
         WHERE e.course_id = ? AND e.role <> 'auditor' ${after ? 'AND (e.user_id > ? OR (e.user_id = ? AND e.role > ?))' : ''}
         ORDER BY e.user_id, e.role LIMIT ?`,
        [toBinary(courseId), ...(after ? [after.userId, after.userId, after.role] : []), limit],
      );
      if (rows.length > 0)
        yield rows.map((row) => {
          const { role, beginDate, endDate, updatedAt } = row as unknown as ExportedEnrollment;
          return {
            ...{ role, beginDate, endDate, updatedAt },
            ...named(row, 'id', 'sourcedId'),
            user: toUser(row),
          };
        });
      if (rows.length < limit) return;
      after = rows.at(-1);
    }
  }

  /** Accounts with these ids, by id. One statement. */
  async users(userIds: readonly string[]): Promise<ExportedUser[]> {
    if (userIds.length === 0) return [];
    const rows = await this.database.query<Row>(
      `SELECT ${USER} FROM users u ${JOIN_ORG} WHERE u.id IN (?) ORDER BY u.id`,
      [userIds.map(toBinary)],
    );
    return rows.map(toUser);
  }

  /** All accounts of the school, by id, in pages. */
  async *everybody(limit: number): AsyncGenerator<ExportedUser[]> {
    for (let after: string | undefined; ;) {
      const rows: Row[] = await this.database.query(
        `SELECT ${USER} FROM users u ${JOIN_ORG} ${after === undefined ? '' : 'WHERE u.id > ?'} ORDER BY u.id LIMIT ?`,
        [...(after === undefined ? [] : [toBinary(after)]), limit],
      );
      const users = rows.map(toUser);
      if (users.length > 0) yield users;
      if (users.length < limit) return;
      after = users.at(-1)?.id;
    }
  }

  /** Terms with those above them. One statement. */
  async sessions(chosen: Chosen): Promise<ExportedSession[]> {
    const rows = await this.withParents('academic_sessions', chosen, [
      ...[
        't.title',
        't.type',
        't.start_date AS startDate',
        't.end_date AS endDate',
        't.school_year AS schoolYear',
      ],
    ]);
    return rows.map((row) => {
      const { title, type, startDate, endDate, schoolYear } = row as unknown as ExportedSession;
      return { ...{ title, type, startDate, endDate, schoolYear }, ...withParent(row) };
    });
  }

  /** Organizations with those above them. One statement. */
  async orgs(chosen: Chosen): Promise<ExportedOrg[]> {
    const rows = await this.withParents('orgs', chosen, ['t.name', 't.type', 't.identifier']);
    return rows.map((row) => {
      const { name, type, identifier } = row as unknown as ExportedOrg;
      return { ...{ name, type, identifier }, ...withParent(row) };
    });
  }

  /** Course templates, which are courses of OneRoster. One statement. */
  async templates(chosen: Chosen): Promise<ExportedTemplate[]> {
    if (chosen.length === 0) return [];
    const rows = await this.database.query<Row>(
      `SELECT t.id, t.sourced_id AS sourcedId, t.title, t.code, o.id AS orgId, o.sourced_id AS orgSourcedId
       FROM course_templates t LEFT JOIN orgs o ON o.id = t.org_id ${chosen === 'all' ? '' : 'WHERE t.id IN (?)'} ORDER BY t.id`,
      bytesOf(chosen),
    );
    return rows.map((row) => {
      const { title, code } = row as unknown as ExportedTemplate;
      return { title, code, ...named(row, 'id', 'sourcedId'), org: nullable(row, 'orgId', 'orgSourcedId') };
    });
  }

  private async withParents(
    table: 'orgs' | 'academic_sessions',
    chosen: Chosen,
    columns: readonly string[],
  ): Promise<Row[]> {
    if (chosen.length === 0) return [];
    const own = `SELECT t.id, t.sourced_id AS sourcedId, p.id AS parentId, p.sourced_id AS parentSourcedId, ${columns.join(', ')}`;
    if (chosen === 'all')
      return this.database.query(
        `${own} FROM ${table} t LEFT JOIN ${table} p ON p.id = t.parent_id ORDER BY t.id`,
      );
    // A circle of parents ends, since UNION takes each row once.
    return this.database.query(
      `WITH RECURSIVE above AS (
         SELECT c.id, c.parent_id FROM ${table} c WHERE c.id IN (?)
         UNION SELECT n.id, n.parent_id FROM above a JOIN ${table} n ON n.id = a.parent_id)
       ${own} FROM above a JOIN ${table} t ON t.id = a.id LEFT JOIN ${table} p ON p.id = t.parent_id ORDER BY t.id`,
      bytesOf(chosen),
    );
  }
}

function bytesOf(chosen: Chosen): SqlValue[][] {
  return chosen === 'all' ? [] : [chosen.map(toBinary)];
}

function named(row: Row, id: string, sourcedId: string): Named {
  const own = fromBinary(row[id] as Buffer);
  return { id: own, sourcedId: sourcedIdOf({ id: own, sourcedId: row[sourcedId] as string | null }) };
}

function nullable(row: Row, id: string, sourcedId: string): Named | null {
  return fromNullableBinary(row[id] as Buffer | null) === null ? null : named(row, id, sourcedId);
}

function withParent(row: Row): Named & { parent: Named | null } {
  return { ...named(row, 'id', 'sourcedId'), parent: nullable(row, 'parentId', 'parentSourcedId') };
}

function toUser(row: Row): ExportedUser {
  const { username, email, givenName, middleName, familyName, identifier, phone } =
    row as unknown as ExportedUser;
  const { relation, agentSourcedIds, disabledAt } = row as unknown as ExportedUser;
  return {
    ...{ username, email, givenName, middleName, familyName, identifier, phone },
    ...{ relation, agentSourcedIds, disabledAt },
    ...named(row, 'userId', 'userSourcedId'),
    role: row['platformRole'] as PlatformRole,
    org: nullable(row, 'orgId', 'orgSourcedId'),
    updatedAt: row['userUpdatedAt'] as Date,
  };
}
