import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { hasNotEnded } from '../../courses';
import type { EntityKind } from '../bundle/columns';
import type { AbsentRow, RunFacts } from '../kinds/roster-kind';
import { RosterKinds } from '../kinds/roster-kinds';
import { KIND_NUMBERS } from './kind-numbers';
import { type SetSums, SUMMAND_IN_SQL } from './row-set';
import { hashInSql } from './seen-rows.repository';

/** A number of enrollments of a course. */
export interface CourseCount {
  courseId: string;
  title: string;
  count: number;
}

/**
 * Counts and finds absent rows: imported, still active, and missing from a complete file. Rows that an import ended before
 * and that somebody in Stoa reactivated afterwards do not count as active here, so they stay.
 */
@Injectable()
export class AbsenceRepository {
  constructor(
    private readonly database: Database,
    private readonly kinds: RosterKinds,
  ) {}

  async countAbsent(kind: EntityKind, run: RunFacts): Promise<number> {
    const { from, where, params } = await this.absent(kind, run);
    const [row] = await this.database.query<{ count: number }>(
      `SELECT COUNT(*) AS count FROM ${from} WHERE ${where}`,
      params,
    );
    return row?.count ?? 0;
  }

  /** At most `limit` absent rows, ordered by id, after the given id. */
  async page(
    kind: EntityKind,
    run: RunFacts,
    after: string | undefined,
    limit: number,
  ): Promise<AbsentRow[]> {
    const { from, where, params } = await this.absent(kind, run);
    const zone = this.kinds.of(kind).rows.active.includes('{today}') ? 'c.time_zone' : "'UTC'";
    const rows = await this.database.query<{ id: Buffer; sourcedId: string; timeZone: string }>(
      `SELECT t.id, t.sourced_id AS sourcedId, ${zone} AS timeZone FROM ${from}
       WHERE ${where} ${after === undefined ? '' : 'AND t.id > ?'} ORDER BY t.id LIMIT ?`,
      [...params, ...(after === undefined ? [] : [toBinary(after)]), limit],
    );
    return rows.map(({ id, ...row }) => ({ ...row, id: fromBinary(id) }));
  }

  /** How many imported rows of the kind are active. */
  async countActive(kind: EntityKind, run: RunFacts): Promise<number> {
    const { from, active, params } = await this.active(kind, run);
    const [row] = await this.database.query<{ count: number }>(
      `SELECT COUNT(*) AS count FROM ${from} WHERE t.sourced_id IS NOT NULL AND ${active}`,
      params,
    );
    return row?.count ?? 0;
  }

  /** The rows that `countActive` counts, in the form of a RowSet. */
  async activeSet(kind: EntityKind, run: RunFacts): Promise<SetSums> {
    const { from, active, params } = await this.active(kind, run);
    const [row] = await this.database.query<{ count: number; sum: string }>(
      `SELECT COUNT(*) AS count, COALESCE(SUM(${SUMMAND_IN_SQL}), 0) AS sum
       FROM ${from} WHERE t.sourced_id IS NOT NULL AND ${active}`,
      params,
    );
    return { count: row?.count ?? 0, sum: BigInt(row?.sum ?? 0) };
  }

  /** How many absent enrollments each course has. */
  async absentByCourse(run: RunFacts): Promise<CourseCount[]> {
    const { from, where, params } = await this.absent('enrollments', run);
    return this.courseCounts(
      `SELECT c.id AS courseId, c.title, COUNT(*) AS count FROM ${from} WHERE ${where} GROUP BY c.id, c.title`,
      params,
    );
  }

  /** How many active enrollments each of the courses has, imported ones and others. */
  async activeByCourse(courseIds: readonly string[], run: RunFacts): Promise<CourseCount[]> {
    if (courseIds.length === 0) return [];
    const today = await this.today(run);
    return this.courseCounts(
      `SELECT c.id AS courseId, c.title, COUNT(*) AS count FROM enrollments t JOIN courses c ON c.id = t.course_id
       WHERE t.course_id IN (?) AND ${hasNotEnded('t').replace('?', today.sql)} GROUP BY c.id, c.title`,
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
    const { from, active, params } = await this.active(kind, run);
    const number = KIND_NUMBERS[kind];
    return {
      from,
      where: `t.sourced_id IS NOT NULL AND ${active} AND NOT EXISTS (
        SELECT 1 FROM roster_seen s WHERE s.kind = ${number} AND s.hash = ${hashInSql('t.sourced_id')})`,
      params,
    };
  }

  private async active(
    kind: EntityKind,
    run: RunFacts,
  ): Promise<{ from: string; active: string; params: (SqlValue | SqlValue[])[] }> {
    const { table, active } = this.kinds.of(kind).rows;
    const ends = `LEFT JOIN roster_ends w ON w.kind = ${KIND_NUMBERS[kind]} AND w.row_id = t.id`;
    // Of enrollments, whose end is a day, those are not active that an import has ended on a day that has come.
    if (!active.includes('{today}'))
      return { from: `${table} t ${ends}`, active: `(${active}) AND w.ended IS NULL`, params: [] };
    const today = await this.today(run);
    const both = `(${active}) AND (w.ended IS NULL OR w.ended > {today})`;
    return {
      from: `${table} t JOIN courses c ON c.id = t.course_id ${ends}`,
      active: both.replaceAll('{today}', today.sql),
      params: [...today.params, ...today.params],
    };
  }

  /** SQL for the day in the time zone of the course `c`. The database server needs no time zone tables for it. */
  private async today({ today }: RunFacts): Promise<{ sql: string; params: (SqlValue | SqlValue[])[] }> {
    const zones = await this.database.rows<{ timeZone: string }>(
      'SELECT DISTINCT time_zone AS timeZone FROM courses',
    );
    const others = zones.filter(({ timeZone }) => today(timeZone) !== today('UTC'));
    if (others.length === 0) return { sql: '?', params: [today('UTC')] };
    // At any moment there are at most three different days in the world.
    const days = [...Map.groupBy(others, ({ timeZone }) => today(timeZone))];
    return {
      sql: `CASE ${days.map(() => 'WHEN c.time_zone IN (?) THEN ?').join(' ')} ELSE ? END`,
      params: [...days.flatMap(([day, list]) => [list.map(({ timeZone }) => timeZone), day]), today('UTC')],
    };
  }
}
