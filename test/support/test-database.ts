import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { MIGRATIONS } from '../../src/migrations';
import {
  type ConnectionTarget,
  connectionOptions,
  parseDatabaseUrl,
} from '../../src/shared/database/data-source';
import { migrate } from '../../src/shared/database/migrate';

const MANY_ROWS = 2000;

/** The server of this run, as a target without a database of its own. */
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
  const server = testServer();
  const database = `stoa_${process.env['STOA_TEST_RUN']}_w${process.env['JEST_WORKER_ID']}${suffix}`;
  const target = { ...server, database };
  const connection = await createConnection(connectionOptions(server));
  try {
    const [existing] = await connection.query<RowDataPacket[]>('SHOW DATABASES LIKE ?', [database]);
    if (existing.length === 0) {
      await connection.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`);
      await migrate(target, MIGRATIONS);
    } else {
      await emptyTables(connection, database);
    }
  } finally {
    await connection.end();
  }
  return target;
}

async function emptyTables(
  connection: Awaited<ReturnType<typeof createConnection>>,
  database: string,
): Promise<void> {
  const [tables] = await connection.query<RowDataPacket[]>(
    "SELECT table_name AS name, table_rows AS estimate FROM information_schema.tables WHERE table_schema = ? AND table_name NOT IN ('migrations', 'migration_lock')",
    [database],
  );
  await connection.query('SET SESSION foreign_key_checks = 0');
  for (const { name, estimate } of tables) {
    // Truncating costs a new file, so it pays only where there is much to delete.
    const statement = Number(estimate) > MANY_ROWS ? 'TRUNCATE TABLE' : 'DELETE FROM';
    await connection.query(`${statement} ${database}.${String(name)}`);
  }
}
