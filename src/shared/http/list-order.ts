import { SnakeNamingStrategy } from '../database/columns';
import { Conditions } from '../database/conditions';
import type { Database, SqlValue } from '../database/database';
import { fromBinary, isId, toBinary } from '../database/ids';
import { isDay } from '../time/zoned-time';
import { cursorValues, invalidCursor } from './pagination';

type Direction = 'ASC' | 'DESC';
type Kind = 'text' | 'instant' | 'day' | 'id';

interface SortField<Row> {
  field: keyof Row & string;
  column: string;
  kind: Kind;
  direction: Direction;
}

/** Where a page ended: the sort values of its last row, as parameters of a statement. */
export type Place = readonly SqlValue[];

/** `size` rows of a list, from a place on. */
export interface Walk {
  table: string;
  alias: string;
  after: Place | undefined;
  size: number;
  /** Adds the condition on the columns with which the index begins, before those of the order. */
  of?: (conditions: Conditions) => void;
}

const FROM_TEXT: Record<Kind, (text: string) => SqlValue | undefined> = {
  text: (text) => text,
  instant: (text) => {
    const instant = new Date(text);
    return Number.isNaN(instant.getTime()) ? undefined : instant;
  },
  day: (text) => (isDay(text) ? text : undefined),
  id: (text) => (isId(text) ? toBinary(text) : undefined),
};

const naming = new SnakeNamingStrategy();

/**
 * An order of a list that is read page by page, with the index that serves it: no two rows are equal in it. Empty values
 * come first, and last in the other direction, as the database sorts them.
 *
 * The index must be forced (`FORCE INDEX`): for a page in the middle of a large table, MariaDB prefers to read and sort
 * all of it.
 */
export class ListOrder<Row> {
  private constructor(
    readonly index: string,
    private readonly fields: readonly SortField<Row>[],
  ) {}

  /** Ascending by these fields, which the index has in this order. The last is unique, or the id. */
  static by<Row>(index: string, kinds: Partial<Record<keyof Row & string, Kind>>): ListOrder<Row> {
    const fields = Object.entries(kinds) as [keyof Row & string, Kind][];
    return new ListOrder(
      index,
      fields.map(([field, kind]) => ({
        field,
        kind,
        column: naming.columnName(field, undefined),
        direction: 'ASC',
      })),
    );
  }

  reversed(): ListOrder<Row> {
    return new ListOrder(
      this.index,
      this.fields.map((field) => ({ ...field, direction: field.direction === 'ASC' ? 'DESC' : 'ASC' })),
    );
  }

  /** The same order, for rows that another index finds. */
  within(index: string): ListOrder<Row> {
    return new ListOrder(index, this.fields);
  }

  /** The sort values of a row, for the cursor of its page. */
  readonly keysOf = (row: Row): (string | null)[] =>
    this.fields.map(({ field }) => keyOf(row[field] as string | Date | null));

  /** Where the cursor leads; undefined without a cursor. Throws MalformedError for a cursor of another order. */
  placeIn(cursor: string | undefined): Place | undefined {
    return cursor === undefined ? undefined : this.toPlace(cursorValues(cursor, this.fields.length));
  }

  /** Right behind a row. */
  placeOf(row: Row): Place {
    return this.toPlace(this.keysOf(row));
  }

  private toPlace(keys: readonly unknown[]): Place {
    return this.fields.map(({ kind }, index) => {
      const sent = keys[index];
      if (sent === null && kind !== 'id') return null;
      const value = typeof sent === 'string' ? FROM_TEXT[kind](sent) : undefined;
      if (value === undefined) throw invalidCursor();
      return value;
    });
  }

  /**
   * Restricts a statement to the next `size` rows of the table, from the place on: for a condition that no index serves. The sort
   * values of the last of these rows, or undefined where the table ends before. One statement, which reads the index only.
   */
  async walk(
    database: Database,
    { table, alias, after, size, of }: Walk,
    conditions: Conditions,
  ): Promise<(string | null)[] | undefined> {
    const passed = new Conditions();
    of?.(passed);
    if (after) this.behind(alias, after, passed);
    const columns = this.fields.map(({ field, column }) => `${alias}.${column} AS ${field}`).join(', ');
    const row = await database.row<Record<string, string | Date | Buffer | null>>(
      `SELECT ${columns} FROM ${table} ${alias} FORCE INDEX (${this.index})
       WHERE ${passed.sql} ORDER BY ${this.sql(alias)} LIMIT ?, 1`,
      [...passed.params, size - 1],
    );
    if (row === undefined) return undefined;
    const keys = this.fields.map(({ field }) => keyOf(row[field] ?? null));
    this.upTo(alias, this.toPlace(keys), conditions);
    return keys;
  }

  /** What follows ORDER BY. */
  sql(alias: string): string {
    return this.fields.map(({ column, direction }) => `${alias}.${column} ${direction}`).join(', ');
  }

  /**
   * Adds the condition for rows behind the place. Spelled out field by field, in which optimizers see a range of the index
   * that begins there; they see none in a comparison of rows, (a, b) > (?, ?).
   */
  behind(alias: string, place: Place, conditions: Conditions): void {
    this.compare(alias, place, conditions, 'behind');
  }

  /** Adds the condition for rows before the place, and for the one at it. */
  private upTo(alias: string, place: Place, conditions: Conditions): void {
    this.reversed().compare(alias, place, conditions, 'behindOrAt');
  }

  private compare(
    alias: string,
    place: Place,
    conditions: Conditions,
    wanted: 'behind' | 'behindOrAt',
  ): void {
    const { sql, params } = this.fields.reduceRight<{ sql: string; params: SqlValue[] }>(
      (rest, { column, direction }, index) => {
        const name = `${alias}.${column}`;
        const value = place[index] ?? null;
        const given = value === null ? [] : [value];
        const beyond = beyondValue(name, direction, value === null);
        const same = value === null ? `${name} IS NULL` : `${name} = ?`;
        if (rest.sql === '')
          return wanted === 'behind'
            ? { sql: beyond, params: given }
            : { sql: `(${beyond} OR ${same})`, params: [...given, ...given] };
        return {
          sql: `(${beyond} OR (${same} AND ${rest.sql}))`,
          params: [...given, ...given, ...rest.params],
        };
      },
      { sql: '', params: [] },
    );
    conditions.add(sql, ...params);
  }
}

function keyOf(value: string | Date | Buffer | null): string | null {
  if (value instanceof Date) return value.toISOString();
  return Buffer.isBuffer(value) ? fromBinary(value) : value;
}

/** An empty value comes before all others. */
function beyondValue(column: string, direction: Direction, isEmpty: boolean): string {
  if (isEmpty) return direction === 'ASC' ? `${column} IS NOT NULL` : 'FALSE';
  return direction === 'ASC' ? `${column} > ?` : `(${column} < ? OR ${column} IS NULL)`;
}
