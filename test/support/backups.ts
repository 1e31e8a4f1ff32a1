import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import {
  type ConnectionTarget,
  connectionOptions,
  toDatabaseUrl,
} from '../../src/shared/database/data-source';

const ROOT = resolve(__dirname, '../..');

/** Runs a command of `src/commands` on a database and a folder of files, as `npm run` does. */
export async function runCommandOf(
  command: string,
  args: readonly string[],
  target: ConnectionTarget,
  filesDirectory: string,
): Promise<{ code: number; said: string; out: string }> {
  const loader = ['--require', './test/support/swc-require.cjs', `src/commands/${command}.ts`];
  const child = spawn(process.execPath, [...loader, ...args], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...{ NODE_OPTIONS: '', NODE_ENV: 'development', LOG_LEVEL: 'silent' },
      ...{ DATABASE_URL: toDatabaseUrl(target), FILES_DIRECTORY: filesDirectory },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code], out, said] = await Promise.all([
    once(child, 'exit'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code: code as number, out, said };
}

/** The rows of a statement, on a connection of its own. */
export async function inDatabase<T>(
  target: ConnectionTarget,
  sql: string,
  params: unknown[] = [],
): Promise<T[]> {
  const connection = await createConnection(connectionOptions(target));
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql, params);
    return rows as T[];
  } finally {
    await connection.end();
  }
}
