import type { Connection } from 'mysql2';
import { type ColumnKind, lineOf, type RawValue } from './row-lines';

/** A table with the columns that hold its rows, and how they are put in order. */
export interface Table {
  name: string;
  columns: { name: string; kind: ColumnKind }[];
  key: string[];
}

/** What the backup has no need of: which migrations ran stands in its manifest, and the lock is of the database alone. */
export const NOT_SAVED = ['migrations', 'migration_lock'];

const BYTES = ['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob'];

interface ColumnRow {
  tableName: string;
  name: string;
  type: string;
  keyPlace: number | null;
}

/** The tables of the database that the connection uses, in the order of their names. */
export async function tablesOf(connection: Connection): Promise<Table[]> {
  const [rows] = await connection.promise().query(
    `SELECT c.table_name AS tableName, c.column_name AS name, c.data_type AS type, k.ordinal_position AS keyPlace
     FROM information_schema.columns c
     JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
     LEFT JOIN information_schema.key_column_usage k ON k.table_schema = c.table_schema
       AND k.table_name = c.table_name AND k.column_name = c.column_name AND k.constraint_name = 'PRIMARY'
     WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND COALESCE(c.generation_expression, '') = ''
     ORDER BY c.table_name, c.ordinal_position`,
  );
  const tables = new Map<string, Table & { places: [number, string][] }>();
  for (const { tableName, name, type, keyPlace } of rows as ColumnRow[]) {
    const table = tables.get(tableName) ?? { name: tableName, columns: [], key: [], places: [] };
    tables.set(tableName, table);
    table.columns.push({ name, kind: BYTES.includes(type.toLowerCase()) ? 'bytes' : 'text' });
    if (keyPlace !== null) table.places.push([Number(keyPlace), name]);
  }
  return [...tables.values()].map(({ name, columns, places }) => ({
    ...{ name, columns },
    key: places.sort(([a], [b]) => a - b).map(([, column]) => column),
  }));
}

/** The rows of a table as lines, in the order of its key, one by one as they arrive. */
export async function* linesOfTable(
  connection: Connection,
  { name, columns, key }: Table,
): AsyncGenerator<string, void, undefined> {
  const list = (names: readonly string[]): string => names.map(quoted).join(', ');
  const sql = `SELECT ${list(columns.map((column) => column.name))} FROM ${quoted(name)} ORDER BY ${list(key)}`;
  const kinds = columns.map(({ kind }) => kind);
  const rows = connection
    .query({ sql, rowsAsArray: true, typeCast: (field) => field.buffer() })
    .stream({ highWaterMark: 500 });
  // The stream is not told that its connection broke.
  const onBroken = (error: Error): void => void rows.destroy(error);
  connection.on('error', onBroken);
  try {
    for await (const row of rows as AsyncIterable<RawValue[]>) yield lineOf(row, kinds);
  } finally {
    connection.off('error', onBroken);
  }
}

export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
