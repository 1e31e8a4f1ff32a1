import { Injectable } from '@nestjs/common';
import { type Reader, readerOf } from '../../../shared/database/columns-of';
import { Database, type TextValue } from '../../../shared/database/database';
import type { KeptBackIds } from '../../../shared/personal-data/kept-back';
import { PersonalDataMap } from '../../../shared/personal-data/personal-data-map';
import type { CalledBy, PersonalRows } from '../../../shared/personal-data/personal-rows';
import type { PersonStep } from '../../../shared/personal-data/person-step';
import { type PersonNames, sourceOf } from '../../../shared/personal-data/row-source';
import { fromBinary } from '../../../shared/database/ids';

/** Rows that one statement reads at most. Answers can be long. */
export const ROWS_A_PAGE = { rows: 200 };

/** A row as an export has it: plain names, instants as RFC 3339. */
export type ExportedRow = Record<string, unknown>;

interface Shown {
  /** As the statement has it. */
  alias: string;
  name: string;
  /** Undefined for what is no column of the table itself. */
  column: string | undefined;
  read: Reader | undefined;
}

/** A table as the database has it; old ones have no entity. */
interface Table {
  columns: readonly string[];
  keys: readonly string[];
}

/** How rows of one declaration are read. */
interface Reading {
  selected: string;
  joins: string;
  keys: readonly string[];
  shown: readonly Shown[];
}

/** Reads what an export shows, by the map of personal data and the entities alone. */
@Injectable()
export class ExportedRows {
  private tables?: Promise<ReadonlyMap<string, Table>>;

  constructor(
    private readonly database: Database,
    private readonly map: PersonalDataMap,
  ) {}

  /** All rows of a declaration, page by page, in the order of their keys. */
  async *rows(rows: PersonalRows, person: PersonNames, keptBack: KeptBackIds): AsyncGenerator<ExportedRow> {
    const reading = await this.readingOf(rows);
    for await (const found of this.pages(rows, person, reading))
      yield toExported(rows, reading, found, keptBack);
  }

  /** The ids of the files that rows of a declaration name, but for those that are kept back. */
  async *fileIds(rows: PersonalRows, person: PersonNames, keptBack: KeptBackIds): AsyncGenerator<string> {
    const { file = '', later } = rows;
    const reading = await this.readingOf(rows);
    for await (const found of this.pages(rows, person, reading)) {
      if (later?.columns.includes(file) && isKeptBack(found, later.by, keptBack)) continue;
      const id = found['_file'];
      if (Buffer.isBuffer(id)) yield fromBinary(id);
    }
  }

  private async *pages(
    rows: PersonalRows,
    person: PersonNames,
    { selected, joins, keys }: Reading,
  ): AsyncGenerator<Record<string, unknown>> {
    const source = sourceOf(rows, person);
    if (!source) return;
    const order = keys.map((key) => `t.${key}`).join(', ');
    for (let after: TextValue[] | undefined; ;) {
      const beyond = after ? ` AND (${order}) > (${after.map(() => '?').join(', ')})` : '';
      const found = await this.database.query<Record<string, unknown>>(
        `SELECT ${selected} FROM ${source.from}${joins} WHERE ${source.condition}${beyond} ORDER BY ${order} LIMIT ${ROWS_A_PAGE.rows}`,
        [...source.values, ...(after ?? [])],
      );
      yield* found;
      const last = found.at(-1);
      if (!last || found.length < ROWS_A_PAGE.rows) return;
      after = keys.map((_, place) => last[`_k${place}`] as TextValue);
    }
  }

  private async readingOf(rows: PersonalRows): Promise<Reading> {
    // The schema stays as it is while the process runs.
    const tables = await (this.tables ??= this.readTables());
    const { keys } = tableIn(tables, rows.table);
    const columns = [...new Set(rows.shows)];
    const parts = keys.map((key, place) => `t.${key} AS _k${place}`);
    const shown: Shown[] = [];
    const show = (expression: string, name: string, column?: string, read?: Reader): void => {
      const alias = `c${shown.length}`;
      parts.push(`${expression} AS ${alias}`);
      shown.push({ alias, name, column, read });
    };
    let joins = '';
    for (const { alias, column, by } of this.calledIn(rows, tables)) {
      const joined = `n${shown.length}`;
      joins += ` LEFT JOIN ${by.table} ${joined} ON ${joined}.${by.key} = ${alias}.${column}`;
      show(`${alias}.${column}`, camel(column), column);
      show(`${joined}.${by.column}`, camel(column.replace(/_id$/, '')));
    }
    for (const column of columns)
      if (!shown.some((one) => one.column === column))
        show(`t.${column}`, camel(column), column, readerOf(rows.table, column));
    const { also } = rows.atErasure;
    if (also?.shows) {
      joins += ` LEFT JOIN ${also.table} also ON also.${also.key} = t.${also.column}`;
      for (const column of also.shows)
        show(`also.${column}`, camel(column), undefined, readerOf(also.table, column));
    }
    if (rows.file !== undefined) {
      parts.push(`t.${rows.file} AS _file`);
      if (rows.shows.length > 0) show(`t.${rows.file}`, camel(rows.file), rows.file);
    }
    if (rows.later) {
      const way = wayOf(rows.later.of.column, rows.later.of.steps ?? []);
      joins += way.joins;
      parts.push(`${way.last} AS _later`);
    }
    return { selected: parts.join(', '), joins, keys, shown };
  }

  /** The ids by which a row, or one on the way to its person, says where it belongs. */
  private calledIn(
    rows: PersonalRows,
    schema: ReadonlyMap<string, Table>,
  ): { alias: string; column: string; by: CalledBy }[] {
    const called = this.map.called();
    const tables = [
      { alias: 't', table: rows.table },
      ...(rows.of.steps ?? []).map(({ table }, place) => ({ alias: `s${place}`, table })),
    ];
    const found = new Map<string, { alias: string; column: string; by: CalledBy }>();
    for (const { alias, table } of tables)
      for (const column of tableIn(schema, table).columns) {
        const by = called.get(column);
        if (by && !found.has(column)) found.set(column, { alias, column, by });
      }
    return [...found.values()];
  }

  private async readTables(): Promise<ReadonlyMap<string, Table>> {
    const found = await this.database.rows<{ t: string; n: string; k: string }>(
      `SELECT table_name AS t, column_name AS n, column_key AS k FROM information_schema.columns
         WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`,
    );
    const tables = new Map<string, { columns: string[]; keys: string[] }>();
    for (const { t, n, k } of found) {
      const table = tables.get(t) ?? { columns: [], keys: [] };
      table.columns.push(n);
      if (k === 'PRI') table.keys.push(n);
      tables.set(t, table);
    }
    return tables;
  }
}

function tableIn(tables: ReadonlyMap<string, Table>, name: string): Table {
  const table = tables.get(name);
  if (!table) throw new Error(`The database has no table ${name}.`);
  return table;
}

function wayOf(column: string, steps: readonly PersonStep[]): { joins: string; last: string } {
  let last = `t.${column}`;
  let joins = '';
  steps.forEach((step, place) => {
    joins += ` LEFT JOIN ${step.table} w${place} ON w${place}.${step.key} = ${last}`;
    last = `w${place}.${step.column}`;
  });
  return { joins, last };
}

function isKeptBack(found: Record<string, unknown>, by: keyof KeptBackIds, keptBack: KeptBackIds): boolean {
  const id = found['_later'];
  return Buffer.isBuffer(id) && keptBack[by].has(fromBinary(id));
}

function toExported(
  { later }: PersonalRows,
  { shown }: Reading,
  found: Record<string, unknown>,
  keptBack: KeptBackIds,
): ExportedRow {
  const withheld = later && isKeptBack(found, later.by, keptBack) ? later.columns : [];
  const row: ExportedRow = {};
  const left: string[] = [];
  for (const { alias, name, column, read } of shown) {
    if (column !== undefined && withheld.includes(column)) left.push(name);
    else row[name] = plain(found[alias], read);
  }
  if (left.length > 0) row['withheld'] = left;
  return row;
}

function plain(stored: unknown, read: Reader | undefined): unknown {
  const value = read && stored !== null ? read(stored) : stored;
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return value.length === 16 ? fromBinary(value) : value.toString('hex');
  return value;
}

/** `given_name` becomes `givenName`. */
export function camel(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
