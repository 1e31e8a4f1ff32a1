import type { Connection } from 'mysql2';
import { MIGRATIONS } from '../migrations';
import type { ConnectionTarget } from '../shared/database/data-source';
import { migrate } from '../shared/database/migrate';
import {
  BackupError,
  type BackupFolder,
  CountedLines,
  type Manifest,
  type SavedTable,
} from './backup-folder';
import { rowOf } from './row-lines';
import { inSession } from './session';
import { linesOfTable, NOT_SAVED, quoted, type Table, tablesOf } from './table-rows';

const ROWS_AT_ONCE = 500;
/** Of the text of one INSERT, which a server takes up to 16 MB of by default. */
const CHARACTERS_AT_ONCE = 1024 * 1024;

/** Rows that a running application leaves in a database in which nobody has done anything yet. */
const NOBODYS = [...NOT_SAVED, 'store_marks'];

/** Throws BackupError where the database holds something, or somebody else uses it. */
export async function requireEmptyDatabase(target: ConnectionTarget): Promise<void> {
  await inSession(target, async (connection) => {
    const tables = await tablesOf(connection);
    if (tables.length > 0 && !tables.some(({ name }) => name === 'migrations'))
      throw new BackupError('The database has tables that are not of Stoa. Restore into one of its own.');
    for (const { name } of tables) {
      if (NOBODYS.includes(name)) continue;
      const [rows] = await connection.promise().query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`);
      if ((rows as object[]).length > 0)
        throw new BackupError(
          `The database is not empty: ${name} has rows. With --replace, all that is there is removed first.`,
        );
    }
  });
}

/** Throws BackupError while an application is connected to the database. */
export async function requireUnused(target: ConnectionTarget): Promise<void> {
  await inSession(target, async (connection) => {
    const [rows] = await connection.promise().query('SHOW PROCESSLIST');
    const others = (rows as { Id: number; db: string | null }[]).filter(
      ({ Id, db }) => db === target.database && Id !== connection.threadId,
    );
    if (others.length > 0)
      throw new BackupError('Something else is connected to the database. Stop Stoa, then restore.');
  });
}

/**
 * Makes the tables anew, as they were when the backup was made, and fills them in one transaction, which commits only when the
 * rows that are there are those of the backup. Then the newer migrations run.
 *
 * @throws BackupError for a backup of a newer version, and where a row did not come out as it went in
 */
export async function restoreDatabase(
  target: ConnectionTarget,
  folder: BackupFolder,
  manifest: Manifest,
  say: (message: string) => void,
): Promise<void> {
  const then = MIGRATIONS.filter(({ name }) => manifest.migrations.includes(name));
  if (then.length < manifest.migrations.length)
    throw new BackupError(
      'The backup was made by a newer version of Stoa. Restore it with that one, or a later one.',
    );
  await inSession(target, dropTables);
  await migrate(target, then, { onProgress: say });
  await inSession(target, (connection) => fill(connection, folder, manifest));
  await migrate(target, MIGRATIONS, { onProgress: say });
}

async function dropTables(connection: Connection): Promise<void> {
  const session = connection.promise();
  await session.query('SET SESSION foreign_key_checks = 0');
  for (const { name } of await tablesOf(connection))
    await session.query(`DROP TABLE IF EXISTS ${quoted(name)}`);
}

async function fill(connection: Connection, folder: BackupFolder, { tables }: Manifest): Promise<void> {
  const session = connection.promise();
  // Rows come in the order of the names of their tables. The snapshot that they are of broke no key.
  await session.query('SET SESSION foreign_key_checks = 0');
  const known = new Map((await tablesOf(connection)).map((table) => [table.name, table]));
  await session.query('START TRANSACTION');
  for (const saved of tables) {
    const table = known.get(saved.name);
    if (!table) throw new BackupError(`There is no table ${saved.name} in this version.`);
    // A migration may have put a row into it.
    await session.query(`DELETE FROM ${quoted(saved.name)}`);
    await insertAll(connection, folder, saved);
    await requireSame(connection, saved, table);
  }
  await session.query('COMMIT');
}

async function insertAll(
  connection: Connection,
  folder: BackupFolder,
  { name, columns }: SavedTable,
): Promise<void> {
  const insert = `INSERT INTO ${quoted(name)} (${columns.map((column) => quoted(column.name)).join(', ')}) VALUES ?`;
  const kinds = columns.map(({ kind }) => kind);
  let batch: (Buffer | string | null)[][] = [];
  let characters = 0;
  const send = async (): Promise<void> => {
    if (batch.length > 0) await connection.promise().query(insert, [batch]);
    [batch, characters] = [[], 0];
  };
  for await (const line of folder.lines(name)) {
    batch.push(rowOf(line, kinds));
    characters += line.length;
    if (batch.length >= ROWS_AT_ONCE || characters >= CHARACTERS_AT_ONCE) await send();
  }
  await send();
}

/** Reads the rows again, as they were read for the backup. */
async function requireSame(connection: Connection, saved: SavedTable, { key }: Table): Promise<void> {
  const counted = new CountedLines();
  for await (const line of linesOfTable(connection, { ...saved, key })) counted.add(line);
  const { rows, sha256 } = counted.told();
  if (rows !== saved.rows || sha256 !== saved.sha256)
    throw new BackupError(
      `The rows of ${saved.name} did not come out as they went in. Nothing was restored.`,
    );
}
