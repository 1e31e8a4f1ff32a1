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
  ) {
    this.sql = expressions.join(', ');
  }

  /** These and those of another table. */
  and<Others>(others: Columns<Others>): Columns<Row & Others> {
    return new Columns(
      [...this.expressions, ...others.expressions],
      [...this.converted, ...others.converted],
    );
  }

  /** These and expressions, for example `andExpressions<{ count: number }>({ count: 'COUNT(*)' })`. Their types are not checked. */
  andExpressions<Results>(expressions: Record<keyof Results & string, string>): Columns<Row & Results> {
    const results = Object.entries<string>(expressions).map(([name, expression]) =>
      aliased(name, expression),
    );
    return new Columns([...this.expressions, ...results], this.converted);
  }

  /** The same of a table that is joined with LEFT JOIN: all are NULL where it has no row. */
  orNull(): Columns<{ [Name in keyof Row]: Row[Name] | null }> {
    return new Columns(this.expressions, this.converted);
  }

  /** Turns the values that came from the driver into those of the entities, in place. */
  toRows(rows: object[]): Row[] {
    rows.forEach((row) => this.toRow(row));
    return rows as Row[];
  }

  /** As `toRows`, of one row. */
  toRow(row: object): Row {
    const values = row as Record<string, unknown>;
    for (const { name, transformer } of this.converted)
      values[name] = transformer.from(values[name]) as unknown;
    return row as Row;
  }
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
      .filterColumns(entity)
      .map(({ propertyName, options: { name, transformer } }) => {
        if (Array.isArray(transformer))
          throw new Error(`${entity.name}.${propertyName} has several transformers.`);
        return [propertyName, { name: naming.columnName(propertyName, name), transformer }];
      }),
  );
}

function aliased(name: string, expression: string): string {
  return `${expression} AS \`${name}\``;
}
