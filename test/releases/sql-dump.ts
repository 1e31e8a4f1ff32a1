import { gunzipSync, gzipSync } from 'node:zlib';
import { escape, type FieldPacket } from 'mysql2';
import type { Connection, RowDataPacket } from 'mysql2/promise';

/** Of the server's own, or of the one who migrates: no part of a release's schema. */
const NO_PART = ['migration_lock'];

/** All tables as the server would make them, by name, without the counter of `AUTO_INCREMENT`. */
export async function schemaOf(connection: Connection): Promise<Record<string, string>> {
  const schema: Record<string, string> = {};
  for (const table of await tablesOf(connection)) {
    const [[row]] = await connection.query<RowDataPacket[]>(`SHOW CREATE TABLE ${table}`);
    schema[table] = String(row?.['Create Table']).replace(/ AUTO_INCREMENT=\d+/, '');
  }
  return schema;
}

/** How many rows each table holds. */
export async function countsOf(connection: Connection): Promise<Record<string, number>> {
  const each = (await tablesOf(connection)).map(
    (table) => `SELECT '${table}' AS name, COUNT(*) AS n FROM ${table}`,
  );
  if (each.length === 0) return {};
  const [rows] = await connection.query<RowDataPacket[]>(each.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, n }) => [String(name), Number(n)]));
}

export async function tablesOf(connection: Connection): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name`,
  );
  return rows.map((row) => String(row['name'])).filter((name) => !NO_PART.includes(name));
}

/** The whole database as SQL, one statement a line, gzipped. Bytes stand in it as hexadecimal literals. */
export async function dumpOf(connection: Connection): Promise<Buffer> {
  const lines: string[] = [];
  for (const [table, statement] of Object.entries(await schemaOf(connection))) {
    lines.push(statement.replaceAll('\n', ' '));
    const [rows, fields] = await connection.query<RowDataPacket[][]>({
      sql: `SELECT * FROM ${table}`,
      rowsAsArray: true,
    });
    const columns = fields.map(({ name }: FieldPacket) => name).join(', ');
    for (const row of rows)
      lines.push(`INSERT INTO ${table} (${columns}) VALUES (${row.map(literal).join(', ')})`);
  }
  return gzipSync(lines.join('\n'), { level: 9 });
}

/** Loads a dump into an empty database. */
export async function loadDump(connection: Connection, dump: Buffer): Promise<void> {
  await connection.query('SET SESSION foreign_key_checks = 0');
  for (const line of gunzipSync(dump).toString('utf8').split('\n')) await connection.query(line);
  await connection.query('SET SESSION foreign_key_checks = 1');
}

function literal(value: unknown): string {
  return Buffer.isBuffer(value)
    ? `X'${value.toString('hex')}'`
    : escape(value as string | number | Date | null, false, 'Z').replaceAll('\n', '\\n');
}

/** A schema with columns and indexes in order of their names: those that came later stand last, wherever a new table has them. */
export function inNoOrder(schema: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(schema).map(([table, statement]) => [
      table,
      statement
        .split('\n')
        .map((line) => line.replace(/,$/, ''))
        .sort(),
    ]),
  );
}
