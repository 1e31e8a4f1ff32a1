import type { Connection, RowDataPacket } from 'mysql2/promise';
import { MIGRATIONS } from '../../src/migrations';
import { type ConnectionTarget, parseDatabaseUrl } from '../../src/shared/database/data-source';
import { migrate } from '../../src/shared/database/migrate';
import { connectTo } from './test-run';

const MANY_ROWS = 2000;
const CHARACTERS = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci';

/** The server of this run; the database that it names need not exist. */
export function testServer(): ConnectionTarget {
  const url = process.env['STOA_TEST_SERVER'];
  if (url === undefined)
    throw new Error('Integration tests run under Jest with test/support/global-setup.ts');
  return parseDatabaseUrl(url);
}

/**
 * This Jest worker's own database: made and migrated the first time, emptied for every test file after that.
 * A `suffix` makes a further one beside it.
 */
export async function workerDatabase(suffix = ''): Promise<ConnectionTarget> {
  const target = targetOf(suffix);
  const { database } = target;
  const connection = await connectTo(testServer());
  try {
    const [existing] = await connection.query<RowDataPacket[]>('SHOW DATABASES LIKE ?', [database]);
    if (existing.length === 0) {
      await connection.query(`CREATE DATABASE ${database} ${CHARACTERS}`);
      await migrate(target, MIGRATIONS);
    } else {
      await emptyTables(connection, database);
    }
  } finally {
    await connection.end();
  }
  return target;
}

/** A further database of this worker, without any table. */
export async function emptyDatabase(suffix: string): Promise<ConnectionTarget> {
  const target = targetOf(suffix);
  const connection = await connectTo(testServer());
  try {
    await connection.query(`DROP DATABASE IF EXISTS ${target.database}`);
    await connection.query(`CREATE DATABASE ${target.database} ${CHARACTERS}`);
  } finally {
    await connection.end();
  }
  return target;
}

function targetOf(suffix: string): ConnectionTarget {
  const database = `${process.env['STOA_TEST_RUN']}_w${process.env['JEST_WORKER_ID']}${suffix}`;
  return { ...testServer(), database };
}

async function emptyTables(connection: Connection, database: string): Promise<void> {
  const [tables] = await connection.query<RowDataPacket[]>(
    `SELECT table_name AS name, table_rows AS estimate, table_name IN (
       SELECT event_object_table FROM information_schema.triggers WHERE trigger_schema = ?) AS moved
     FROM information_schema.tables WHERE table_schema = ? AND table_name NOT IN ('migrations', 'migration_lock')`,
    [database, database],
  );
  await connection.query('SET SESSION foreign_key_checks = 0');
  for (const { name, estimate, moved } of tables) {
    // Truncating costs a new file, so it pays only where there is much to delete. No trigger refuses it.
    const statement = Number(estimate) > MANY_ROWS || Number(moved) === 1 ? 'TRUNCATE TABLE' : 'DELETE FROM';
    await connection.query(`${statement} ${database}.${String(name)}`);
  }
}
