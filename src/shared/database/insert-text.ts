import type { SqlValue } from './sql-value';

/** By the list of columns, and then by what else makes a text. A long text that is made again has to be hashed again, too, to find it among the prepared ones. */
const texts = new WeakMap<readonly string[], Map<string, string>>();

/** An INSERT, and the values of its question marks. */
export interface InsertStatement {
  sql: string;
  values: SqlValue[];
}

/**
 * The INSERT of these rows. What no row says is NULL in the text, since most rows of wide tables leave half of their columns empty:
 * that is less to send.
 */
export function insertStatement(
  table: string,
  columns: readonly string[],
  rows: readonly SqlValue[][],
  onDuplicate = '',
): InsertStatement {
  const isSaid = columns.map((_, place) => rows.some((row) => row[place] !== null));
  const known = texts.get(columns) ?? new Map<string, string>();
  texts.set(columns, known);
  const key = `${table} ${rows.length} ${isSaid.map(Number).join('')} ${onDuplicate}`;
  const sql = known.get(key) ?? insertText(table, columns, isSaid, rows.length, onDuplicate);
  known.set(key, sql);
  return { sql, values: rows.flatMap((row) => row.filter((_, place) => isSaid[place])) };
}

function insertText(
  table: string,
  columns: readonly string[],
  isSaid: readonly boolean[],
  count: number,
  onDuplicate: string,
): string {
  const row = `(${isSaid.map((said) => (said ? '?' : 'NULL')).join(', ')})`;
  const update = onDuplicate && ` ON DUPLICATE KEY UPDATE ${onDuplicate}`;
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array<string>(count).fill(row).join(', ')}${update}`;
}
