import type { ConnectionTarget } from '../shared/database/data-source';
import { MigrationLock } from '../shared/database/migration-lock';
import { BackupError, type BackupFolder, type Manifest, type SavedTable } from './backup-folder';
import { inSession } from './session';
import { linesOfTable, NOT_SAVED, tablesOf } from './table-rows';

/**
 * Writes all rows of the database into the backup, as they were at one instant: that of a consistent snapshot of InnoDB. People
 * go on working meanwhile; migrations wait.
 *
 * @param atThatInstant called when the instant is fixed
 */
export async function saveDatabase(
  target: ConnectionTarget,
  folder: BackupFolder,
  say: (message: string) => void,
  now: () => Date,
): Promise<Omit<Manifest, 'format'>> {
  const lock = await MigrationLock.open(target);
  try {
    await lock.acquire(say);
    return await inSession(target, async (connection) => {
      const session = connection.promise();
      await session.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
      const takenAt = now().toISOString();
      const tables: SavedTable[] = [];
      for (const table of await tablesOf(connection)) {
        if (NOT_SAVED.includes(table.name)) continue;
        lock.assertHeld();
        const { name, columns } = table;
        const saved = await folder.saveTable(name, linesOfTable(connection, table));
        tables.push({ name, columns, ...saved });
      }
      const [ran] = await session.query('SELECT name FROM migrations ORDER BY id');
      if (tables.length === 0) throw new BackupError('The database has no tables: there is nothing to save.');
      return { takenAt, migrations: (ran as { name: string }[]).map(({ name }) => name), tables };
    });
  } finally {
    await lock.release();
  }
}
