import { getMetadataArgsStorage, type ValueTransformer } from 'typeorm';
import { SnakeNamingStrategy } from './columns';
import type { SqlValue } from './sql-value';

/** Properties of an entity that are columns. Relations are declared as optional, so they are not among them. */
export type ColumnOf<Entity> = {
  [Property in keyof Entity & string]-?: object extends Pick<Entity, Property> ? never : Property;
}[keyof Entity & string];

type Renamed<Entity, Names extends Record<string, ColumnOf<Entity>>> = {
  [Name in keyof Names]: Entity[Names[Name]];
};

interface Converted {
  name: string;
  transformer: ValueTransformer;
}

/** A column that says the same in all rows of a statement, and is sent with one of them. */
interface Shared {
  name: string;
  transformer: ValueTransformer | undefined;
}

const EXPRESSION = /^(?<value>.*) AS `(?<name>\w+)`$/s;

/**
 * Columns that named SQL selects, and what a row of them holds. `sql` is the list for the text of the SELECT; `Database`
 * takes the object itself as the last argument, and then gives rows as the entities describe them: ids are text, JSON is
 * read. Made once, when the module is loaded: a property that is no column does not compile.
 */
export class Columns<Row> {
  /** For example `u.id AS id, u.given_name AS givenName`. */
  readonly sql: string;

  constructor(
    private readonly expressions: readonly string[],
    private readonly converted: readonly Converted[],
    private readonly shared: readonly Shared[] = [],
  ) {
    this.sql = expressions.join(', ');
  }

  /** These and those of another table. */
  and<Others>(others: Columns<Others>): Columns<Row & Others> {
    return new Columns(
      [...this.expressions, ...others.expressions],
      [...this.converted, ...others.converted],
      [...this.shared, ...others.shared],
    );
  }

  /** These and expressions, for example `andExpressions<{ count: number }>({ count: 'COUNT(*)' })`. Their types are not checked. */
  andExpressions<Results>(expressions: Record<keyof Results & string, string>): Columns<Row & Results> {
    const results = Object.entries<string>(expressions).map(([name, expression]) =>
      aliased(name, expression),
    );
    return new Columns([...this.expressions, ...results], this.converted, this.shared);
  }

  /** The same of a table that is joined with LEFT JOIN: all are NULL where it has no row. */
  orNull(): Columns<{ [Name in keyof Row]: Row[Name] | null }> {
    return new Columns(this.expressions, this.converted, this.shared);
  }

  /**
   * The same of a table of which all rows of a statement have one row, such as the attempt whose questions are read. The server
   * sends it with one of them, for which the condition holds, and it is in all of the rows that `toRows` gives: thirty columns of
   * ten rows take longer to read than what is in them.
   */
  once(condition: string): Columns<Row> {
    const transformers = new Map(this.converted.map(({ name, transformer }) => [name, transformer]));
    const parts = this.expressions.map((expression) => {
      const { value = '', name = '' } = EXPRESSION.exec(expression)?.groups ?? {};
      return { sql: aliased(name, `CASE WHEN ${condition} THEN ${value} END`), name };
    });
    return new Columns(
      parts.map(({ sql }) => sql),
      [],
      parts.map(({ name }) => ({ name, transformer: transformers.get(name) })),
    );
  }

  /** Turns the values that came from the driver into those of the entities, in place. */
  toRows(rows: object[]): Row[] {
    const all = rows as Record<string, unknown>[];
    for (const row of all) convert(row, this.converted);
    const [first] = this.shared;
    if (first) this.share(all, all.find((row) => row[first.name] !== null) ?? {});
    return rows as Row[];
  }

  /** As `toRows`, of one row. */
  toRow(row: object): Row {
    return this.toRows([row])[0] as Row;
  }

  private share(rows: readonly Record<string, unknown>[], sent: Record<string, unknown>): void {
    for (const { name, transformer } of this.shared) {
      const value: unknown = transformer ? transformer.from(sent[name]) : sent[name];
      for (const row of rows) row[name] = value;
    }
  }
}

function convert(row: Record<string, unknown>, columns: readonly Converted[]): void {
  for (const { name, transformer } of columns) row[name] = transformer.from(row[name]) as unknown;
}

/** What a row of the columns holds. */
export type RowOf<Selected> = Selected extends Columns<infer Row> ? Row : never;

/**
 * Columns of an entity's table under the alias that the SQL gives it, named as the entity's properties, or by names of
 * one's own: `columnsOf(User, 'u', ['id', 'email'])`, `columnsOf(User, 'u', { userId: 'id' })`.
 */
export function columnsOf<Entity extends object, Property extends ColumnOf<Entity>>(
  entity: new () => Entity,
  alias: string,
  properties: readonly Property[],
): Columns<Pick<Entity, Property>>;
export function columnsOf<Entity extends object, Names extends Record<string, ColumnOf<Entity>>>(
  entity: new () => Entity,
  alias: string,
  names: Names,
): Columns<Renamed<Entity, Names>>;
export function columnsOf<Entity extends object>(
  entity: new () => Entity,
  alias: string,
  chosen: readonly string[] | Record<string, string>,
): Columns<object> {
  const names = Array.isArray(chosen)
    ? chosen.map((property: string) => [property, property] as const)
    : Object.entries(chosen);
  const columns = columnsByProperty(entity);
  const expressions: string[] = [];
  const converted: Converted[] = [];
  for (const [name, property] of names) {
    const column = columns.get(property);
    if (!column) throw new Error(`${entity.name} has no column for the property ${property}.`);
    expressions.push(aliased(name, `${alias}.${column.name}`));
    if (column.transformer) converted.push({ name, transformer: column.transformer });
  }
  return new Columns(expressions, converted);
}

/** Columns of a table that a statement inserts, and how the store takes their values. Made once, by `insertOf`. */
export class Insert<Row> {
  constructor(
    readonly table: string,
    /** The names of the columns, in the order of `valuesOf`. */
    readonly columns: readonly string[],
    private readonly properties: readonly { name: string; transformer: ValueTransformer | undefined }[],
  ) {}

  /** A row's values for the store: ids as bytes, JSON as text, booleans as numbers. */
  valuesOf(row: Row): SqlValue[] {
    const given = row as Record<string, unknown>;
    return this.properties.map(({ name, transformer }) => {
      const value = transformer ? (transformer.to(given[name]) as unknown) : given[name];
      return (value ?? null) as SqlValue;
    });
  }
}

/**
 * The columns that rows of an entity's table are inserted with, by the entity's properties. Columns that are left out
 * get their defaults: `insertOf(Attempt, ['id', 'userId'])`, then `database.insert(…, [{ id, userId }])`.
 */
export function insertOf<Entity extends object, Property extends ColumnOf<Entity>>(
  entity: new () => Entity,
  properties: readonly Property[],
): Insert<Pick<Entity, Property>> {
  const columns = columnsByProperty(entity);
  const chosen = properties.map((property) => {
    const column = columns.get(property);
    if (!column) throw new Error(`${entity.name} has no column for the property ${property}.`);
    return { column: column.name, name: property, transformer: column.transformer };
  });
  return new Insert(
    tableOf(entity),
    chosen.map(({ column }) => column),
    chosen,
  );
}

/** Makes of what the store has in a column what its entity has. */
export type Reader = (stored: unknown) => unknown;

/** The reader of a column, by their names in the database; undefined where the entity has what is stored, or there is none. */
export function readerOf(table: string, column: string): Reader | undefined {
  const { target } = getMetadataArgsStorage().tables.find(({ name }) => name === table) ?? {};
  if (typeof target !== 'function') return undefined;
  const columns = columnsByProperty(target as new () => object);
  const transformer = [...columns.values()].find(({ name }) => name === column)?.transformer;
  return transformer && ((stored) => transformer.from(stored) as unknown);
}

function tableOf(entity: new () => object): string {
  const table = getMetadataArgsStorage().tables.find(({ target }) => target === entity);
  if (!table?.name) throw new Error(`${entity.name} is the entity of no named table.`);
  return table.name;
}

interface StoredColumn {
  name: string;
  transformer: ValueTransformer | undefined;
}

function columnsByProperty(entity: new () => object): Map<string, StoredColumn> {
  const naming = new SnakeNamingStrategy();
  return new Map(
    getMetadataArgsStorage()
      .filterColumns(withBases(entity))
      .map(({ propertyName, options: { name, transformer } }) => {
        if (Array.isArray(transformer))
          throw new Error(`${entity.name}.${propertyName} has several transformers.`);
        return [propertyName, { name: naming.columnName(propertyName, name), transformer }];
      }),
  );
}

/** The class, and those that it extends, whose columns it has too. */
function withBases(entity: new () => object): (new () => object)[] {
  const base = Object.getPrototypeOf(entity) as new () => object;
  return base === Function.prototype ? [entity] : [entity, ...withBases(base)];
}

function aliased(name: string, expression: string): string {
  return `${expression} AS \`${name}\``;
}
