import { Injectable } from '@nestjs/common';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import type { MovingRows, UnitPath } from '../../../shared/personal-data/merging';
import type { CalledBy, PersonalRows } from '../../../shared/personal-data/personal-rows';
import type { Sql } from '../../../shared/personal-data/row-source';

/** Rows of the map of personal data that move when accounts are merged. */
export type Moving = PersonalRows & { readonly atMerge: MovingRows };

/** From which account to which one. */
export interface Direction {
  from: string;
  into: string;
}

/** So many ids go into one statement. */
const IDS_AT_ONCE = 500;

/** Moves the rows that the map of personal data declares from one account to another. Its names of tables and columns are those of the map. */
@Injectable()
export class MergeRowsRepository {
  constructor(private readonly database: Database) {}

  /** The ids of the courses, or of the work, to which rows of the account belong. */
  async unitsOf(rows: Moving, userId: string): Promise<string[]> {
    const { from, unit } = source(rows);
    const found = await this.database.query<{ unit: Buffer }>(
      `SELECT DISTINCT ${unit} AS unit FROM ${from} WHERE t.${rows.of.column} = ?${onlySql(rows).text} AND ${unit} IS NOT NULL`,
      [toBinary(userId), ...onlySql(rows).values],
    );
    return found.map(({ unit: id }) => fromBinary(id));
  }

  /** The ids of the rows of the account that belong to nothing but the person. */
  async idsOf(rows: Moving, userId: string): Promise<string[]> {
    const found = await this.database.query<{ id: Buffer }>(
      `SELECT t.id FROM ${rows.table} t WHERE t.${rows.of.column} = ?${onlySql(rows).text} ORDER BY t.id`,
      [toBinary(userId), ...onlySql(rows).values],
    );
    return found.map(({ id }) => fromBinary(id));
  }

  /** How many rows of the account there are. */
  async count(rows: Moving, userId: string): Promise<number> {
    const row = await this.database.query<{ count: number }>(
      `SELECT COUNT(*) AS count FROM ${rows.table} t WHERE t.${rows.of.column} = ?${onlySql(rows).text}`,
      [toBinary(userId), ...onlySql(rows).values],
    );
    return Number(row[0]?.count ?? 0);
  }

  /** How many rows `move` would move. */
  async countMoving(rows: Moving, direction: Direction, ids: readonly string[]): Promise<number> {
    let count = 0;
    for (const some of inChunks(ids)) {
      const { from, where, values } = this.moving(rows, direction, some);
      const [found] = await this.database.query<{ count: number }>(
        `SELECT COUNT(*) AS count FROM ${from} WHERE ${where}`,
        values,
      );
      count += Number(found?.count ?? 0);
    }
    return count;
  }

  /**
   * Moves those that belong to one of the units or, of rows of the person, have one of the ids. A row of which the other account has one
   * like it stays. Returns how many were moved.
   */
  async move(rows: Moving, direction: Direction, ids: readonly string[]): Promise<number> {
    const { column } = rows.of;
    const [before, after] = [toBinary(direction.from), toBinary(direction.into)];
    const along = rows.atMerge.along.map((name) => `t.${name} = IF(t.${name} = ?, ?, t.${name})`);
    let count = 0;
    for (const some of inChunks(ids)) {
      const { from, where, values, joined } = this.moving(rows, direction, some);
      const { affectedRows } = await this.database.execute(
        `UPDATE ${from} SET ${[...along, `t.${column} = ?`].join(', ')} WHERE ${where}`,
        [...joined, ...along.flatMap(() => [before, after]), after, ...values.slice(joined.length)],
      );
      count += affectedRows;
    }
    return count;
  }

  /** What they are called, by their ids, as far as they are among the rows that `called` names. */
  async titles({ table, key, column }: CalledBy, ids: readonly string[]): Promise<Map<string, string>> {
    const titles = new Map<string, string>();
    for (const some of inChunks(ids)) {
      const found = await this.database.query<{ id: Buffer; title: string }>(
        `SELECT ${key} AS id, MIN(${column}) AS title FROM ${table} WHERE ${key} IN (?) GROUP BY ${key}`,
        [some.map(toBinary)],
      );
      for (const { id, title } of found) titles.set(fromBinary(id), title);
    }
    return titles;
  }

  /** Joined to the rows of the other account that are like them, of which there must be none. */
  private moving(rows: Moving, { from: of, into }: Direction, ids: readonly string[]) {
    const { column } = rows.of;
    const { from, unit } = source(rows);
    const { once } = rows.atMerge;
    const like = once.map((name) => `k.${name} = t.${name}`).join(' AND ');
    const join = once.length === 0 ? '' : ` LEFT JOIN ${rows.table} k ON k.${column} = ? AND ${like}`;
    const joined = once.length === 0 ? [] : [toBinary(into)];
    const only = onlySql(rows);
    return {
      from: `${from}${join}`,
      where: `t.${column} = ? AND ${unit} IN (?)${only.text}${once.length === 0 ? '' : ` AND k.${column} IS NULL`}`,
      joined,
      values: [...joined, toBinary(of), ids.map(toBinary), ...only.values],
    };
  }
}

/** The rows as `t`, joined to what they belong to, and the expression of its id. */
function source({ table, atMerge }: Moving): { from: string; unit: string } {
  const at: UnitPath = atMerge.at ?? { column: 'id' };
  let last = `t.${at.column}`;
  let joins = '';
  (at.steps ?? []).forEach((step, place) => {
    joins += ` ${at.orItself === true ? 'LEFT ' : ''}JOIN ${step.table} s${place} ON s${place}.${step.key} = ${last}`;
    last = `s${place}.${step.column}`;
  });
  return {
    from: `${table} t${joins}`,
    unit: at.orItself === true ? `COALESCE(${last}, t.${at.column})` : last,
  };
}

/** Rows that move are told apart by columns of their own alone. */
function onlySql({ only }: PersonalRows): Sql {
  return only ? { text: ` AND t.${only.where} IN (?)`, values: [[...only.in]] } : { text: '', values: [] };
}

function* inChunks(ids: readonly string[]): Generator<readonly string[]> {
  for (let first = 0; first < ids.length; first += IDS_AT_ONCE) yield ids.slice(first, first + IDS_AT_ONCE);
}
