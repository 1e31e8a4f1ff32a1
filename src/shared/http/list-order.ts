import { SnakeNamingStrategy } from '../database/columns';
import type { Conditions } from '../database/conditions';
import type { SqlValue } from '../database/database';
import { isId, toBinary } from '../database/ids';
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
    this.fields.map(({ field }) => {
      const value = row[field] as string | Date | null;
      return value instanceof Date ? value.toISOString() : value;
    });

  /** Where the cursor leads; undefined without a cursor. Throws MalformedError for a cursor of another order. */
  placeIn(cursor: string | undefined): Place | undefined {
    if (cursor === undefined) return undefined;
    const values = cursorValues(cursor, this.fields.length);
    return this.fields.map(({ kind }, index) => {
      const sent = values[index];
      if (sent === null && kind !== 'id') return null;
      const value = typeof sent === 'string' ? FROM_TEXT[kind](sent) : undefined;
      if (value === undefined) throw invalidCursor();
      return value;
    });
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
    const { sql, params } = this.fields.reduceRight<{ sql: string; params: SqlValue[] }>(
      (rest, { column, direction }, index) => {
        const name = `${alias}.${column}`;
        const value = place[index] ?? null;
        const given = value === null ? [] : [value];
        const beyond = beyondValue(name, direction, value === null);
        if (rest.sql === '') return { sql: beyond, params: given };
        const same = value === null ? `${name} IS NULL` : `${name} = ?`;
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

/** An empty value comes before all others. */
function beyondValue(column: string, direction: Direction, isEmpty: boolean): string {
  if (isEmpty) return direction === 'ASC' ? `${column} IS NOT NULL` : 'FALSE';
  return direction === 'ASC' ? `${column} > ?` : `(${column} < ? OR ${column} IS NULL)`;
}
