import { createConnection } from 'mysql2/promise';
import { DataSource, type MigrationInterface } from 'typeorm';
import { type ConnectionTarget, connectionOptions, dataSourceOptions } from './data-source';

type MigrationClass = new () => MigrationInterface;

/**
 * Brings the schema up to date and returns the names of the migrations that ran.
 *
 * A row lock keeps two replicas from migrating at once: the second waits for the first, then finds nothing to
 * do. The lock is a row, not GET_LOCK, because a Galera cluster does not share the latter.
 */
export async function migrate(target: ConnectionTarget, migrations: MigrationClass[]): Promise<string[]> {
  const lock = await createConnection(connectionOptions(target));
  try {
    await lock.query(
      'CREATE TABLE IF NOT EXISTS migration_lock (id TINYINT NOT NULL PRIMARY KEY) ENGINE=InnoDB',
    );
    await lock.query('INSERT IGNORE INTO migration_lock (id) VALUES (1)');
    await lock.query('SET SESSION innodb_lock_wait_timeout = 600');
    await lock.beginTransaction();
    await lock.query('SELECT id FROM migration_lock WHERE id = 1 FOR UPDATE');
    return await runPending(target, migrations);
  } finally {
    await lock.end();
  }
}

async function runPending(target: ConnectionTarget, migrations: MigrationClass[]): Promise<string[]> {
  const dataSource = new DataSource({
    ...dataSourceOptions(target, 1),
    migrations,
    migrationsTransactionMode: 'each',
  });
  await dataSource.initialize();
  try {
    return (await dataSource.runMigrations()).map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
