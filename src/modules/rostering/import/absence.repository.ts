import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { EntityKind } from '../bundle/entities';
import type { AbsentRow, RunFacts } from '../kinds/roster-kind';
import { KIND_NUMBERS } from './kind-numbers';
import { type SetSums, SUMMAND_IN_SQL } from './row-set';
import { hashInSql } from './seen-rows.repository';

/** Where a kind is stored, and which of its rows last; `{today}` is the day in the time zone of the course. */
const TABLES: Record<EntityKind, { table: string; lasting: string }> = {
  orgs: { table: 'orgs', lasting: 'TRUE' },
  academicSessions: { table: 'academic_sessions', lasting: 'TRUE' },
  courses: { table: 'course_templates', lasting: 'TRUE' },
  classes: { table: 'courses', lasting: "t.status <> 'archived'" },
  users: { table: 'users', lasting: "t.disabled_at IS NULL AND t.role <> 'administrator'" },
  enrollments: {
    table: 'enrollments',
    lasting: '(t.end_date IS NULL OR t.end_date > {today}) AND (w.ended IS NULL OR w.ended > {today})',
  },
  categories: { table: 'line_item_categories', lasting: 'TRUE' },
  lineItems: { table: 'line_items', lasting: 't.deleted_at IS NULL' },
  results: { table: 'results', lasting: "t.deleted_at IS NULL AND t.source = 'import'" },
};

/** How the enrollments of a course stand. */
export interface CourseCount {
  courseId: string;
  title: string;
  count: number;
}

/**
 * Rows that came by roster, have not ended, and are not in the file that should hold all of them. Those that the
 * roster has ended before, and that somebody in Stoa has brought back since, do not count: they stay.
 */
@Injectable()
export class AbsenceRepository {
  constructor(private readonly database: Database) {}

  async countAbsent(kind: EntityKind, run: RunFacts): Promise<number> {
    const { from, where, params } = await this.absent(kind, run);
    const [row] = await this.database.query<{ count: number }>(
      `SELECT COUNT(*) AS count FROM ${from} WHERE ${where}`,
      params,
    );
    return row?.count ?? 0;
  }

  /** Up to `limit` of them by id, from after the given one. */
  async page(
    kind: EntityKind,
    run: RunFacts,
    after: string | undefined,
    limit: number,
  ): Promise<AbsentRow[]> {
    const { from, where, params } = await this.absent(kind, run);
    const zone = kind === 'enrollments' ? 'c.time_zone' : "'UTC'";
    const rows = await this.database.query<{ id: Buffer; sourcedId: string; timeZone: string }>(
      `SELECT t.id, t.sourced_id AS sourcedId, ${zone} AS timeZone FROM ${from}
       WHERE ${where} ${after === undefined ? '' : 'AND t.id > ?'} ORDER BY t.id LIMIT ?`,
      [...params, ...(after === undefined ? [] : [toBinary(after)]), limit],
    );
    return rows.map(({ id, ...row }) => ({ ...row, id: fromBinary(id) }));
  }

  /** How many rows of the kind came by roster and have not ended. */
  async countLasting(kind: EntityKind, run: RunFacts): Promise<number> {
    const { from, lasting, params } = await this.lasting(kind, run);
    const [row] = await this.database.query<{ count: number }>(
      `SELECT COUNT(*) AS count FROM ${from} WHERE t.sourced_id IS NOT NULL AND ${lasting}`,
      params,
    );
    return row?.count ?? 0;
  }

  /** The rows that `countLasting` counts, as a RowSet counts them. */
  async lastingSet(kind: EntityKind, run: RunFacts): Promise<SetSums> {
    const { from, lasting, params } = await this.lasting(kind, run);
    const [row] = await this.database.query<{ count: number; sum: string }>(
      `SELECT COUNT(*) AS count, COALESCE(SUM(${SUMMAND_IN_SQL}), 0) AS sum
       FROM ${from} WHERE t.sourced_id IS NOT NULL AND ${lasting}`,
      params,
    );
    return { count: row?.count ?? 0, sum: BigInt(row?.sum ?? 0) };
  }

  /** Absent enrollments by course. */
  async absentByCourse(run: RunFacts): Promise<CourseCount[]> {
    const { from, where, params } = await this.absent('enrollments', run);
    return this.courseCounts(
      `SELECT c.id AS courseId, c.title, COUNT(*) AS count FROM ${from} WHERE ${where} GROUP BY c.id, c.title`,
      params,
    );
  }

  /** Enrollments of the courses that have not ended, whether they came by roster or not. */
  async lastingByCourse(courseIds: readonly string[], run: RunFacts): Promise<CourseCount[]> {
    if (courseIds.length === 0) return [];
    const today = await this.today(run);
    return this.courseCounts(
      `SELECT c.id AS courseId, c.title, COUNT(*) AS count FROM enrollments t JOIN courses c ON c.id = t.course_id
       WHERE t.course_id IN (?) AND (t.end_date IS NULL OR t.end_date > ${today.sql}) GROUP BY c.id, c.title`,
      [courseIds.map(toBinary), ...today.params],
    );
  }

  private async courseCounts(sql: string, params: (SqlValue | SqlValue[])[]): Promise<CourseCount[]> {
    const rows = await this.database.query<Omit<CourseCount, 'courseId'> & { courseId: Buffer }>(sql, params);
    return rows.map(({ courseId, ...row }) => ({ ...row, courseId: fromBinary(courseId) }));
  }

  private async absent(
    kind: EntityKind,
    run: RunFacts,
  ): Promise<{ from: string; where: string; params: (SqlValue | SqlValue[])[] }> {
    const { from, lasting, params } = await this.lasting(kind, run);
    const number = KIND_NUMBERS[kind];
    return {
      from,
      where: `t.sourced_id IS NOT NULL AND ${lasting} AND NOT EXISTS (
        SELECT 1 FROM roster_seen s WHERE s.kind = ${number} AND s.hash = ${hashInSql('t.sourced_id')})`,
      params,
    };
  }

  private async lasting(
    kind: EntityKind,
    run: RunFacts,
  ): Promise<{ from: string; lasting: string; params: (SqlValue | SqlValue[])[] }> {
    const { table, lasting } = TABLES[kind];
    const words = `LEFT JOIN roster_ends w ON w.kind = ${KIND_NUMBERS[kind]} AND w.row_id = t.id`;
    if (kind !== 'enrollments')
      return { from: `${table} t ${words}`, lasting: `${lasting} AND w.ended IS NULL`, params: [] };
    const today = await this.today(run);
    return {
      from: `${table} t JOIN courses c ON c.id = t.course_id ${words}`,
      lasting: lasting.replaceAll('{today}', today.sql),
      params: [...today.params, ...today.params],
    };
  }

  /** The day in the time zone of the course `c`: the server need not know time zones for it. */
  private async today({ today }: RunFacts): Promise<{ sql: string; params: (SqlValue | SqlValue[])[] }> {
    const zones = await this.database.rows<{ timeZone: string }>(
      'SELECT DISTINCT time_zone AS timeZone FROM courses',
    );
    const others = zones.filter(({ timeZone }) => today(timeZone) !== today('UTC'));
    if (others.length === 0) return { sql: '?', params: [today('UTC')] };
    // East and west of UTC: at any moment the world has at most three days.
    const days = [...Map.groupBy(others, ({ timeZone }) => today(timeZone))];
    return {
      sql: `CASE ${days.map(() => 'WHEN c.time_zone IN (?) THEN ?').join(' ')} ELSE ? END`,
      params: [...days.flatMap(([day, list]) => [list.map(({ timeZone }) => timeZone), day]), today('UTC')],
    };
  }
}
