import type { Connection } from 'mysql2/promise';

export type BulkValue = string | number | Date | Buffer | null;

/** Rows a statement: some hundred kilobytes, well within the server's packet. */
const ROWS = 1000;

/** Inserts all rows into a table by statements of a thousand; a row is an object of columns, the first sets which. */
export async function bulkInsert(
  connection: Connection,
  table: string,
  rows: Iterable<Record<string, BulkValue>>,
): Promise<void> {
  let columns: string[] | undefined;
  let batch: BulkValue[][] = [];
  const flush = async (): Promise<void> => {
    if (batch.length > 0)
      await connection.query(`INSERT INTO ${table} (${columns?.join(', ')}) VALUES ?`, [batch]);
    batch = [];
  };
  for (const row of rows) {
    columns ??= Object.keys(row);
    batch.push(Object.values(row));
    if (batch.length === ROWS) await flush();
  }
  await flush();
}
