import type { SqlValue } from './database';
import { toBinary } from './ids';

/** The conditions of a WHERE, all of which must hold, with the values of their `?`. */
export class Conditions {
  private readonly texts: string[] = [];
  readonly params: SqlValue[] = [];

  add(sql: string, ...params: SqlValue[]): this {
    this.texts.push(sql);
    this.params.push(...params);
    return this;
  }

  /** The column holds one of the ids; never true for none. */
  among(column: string, ids: readonly string[]): this {
    if (ids.length === 0) return this.add('FALSE');
    return this.add(`${column} IN (${ids.map(() => '?').join(', ')})`, ...ids.map(toBinary));
  }

  /** The column holds none of the ids; always true for none. */
  outside(column: string, ids: readonly string[]): this {
    if (ids.length === 0) return this;
    return this.add(`${column} NOT IN (${ids.map(() => '?').join(', ')})`, ...ids.map(toBinary));
  }

  /** One of the two holds. */
  either(one: (conditions: Conditions) => void, other: (conditions: Conditions) => void): this {
    const [first, second] = [new Conditions(), new Conditions()];
    one(first);
    other(second);
    return this.add(`((${first.sql}) OR (${second.sql}))`, ...first.params, ...second.params);
  }

  /** `TRUE` without conditions. */
  get sql(): string {
    return this.texts.length === 0 ? 'TRUE' : this.texts.join(' AND ');
  }
}
