import type { Database, SqlValue } from './database';

/**
 * How many rows the statement finds; counting stops at `most`, so that it costs a bounded number of rows. `sql` selects
 * anything, and neither sorts nor limits.
 */
export async function countUpTo(
  database: Database,
  most: number,
  sql: string,
  params: SqlValue[],
): Promise<number> {
  const [counted] = await database.query<{ found: number }>(
    `SELECT COUNT(*) AS found FROM (${sql} LIMIT ?) counted`,
    [...params, most],
  );
  return Number(counted?.found ?? 0);
}
