import type { FileStorage } from '../modules/files';
import type { ConnectionTarget } from '../shared/database/data-source';
import { BackupFolder, type Manifest } from './backup-folder';
import { saveDatabase } from './saved-database';
import { copyFiles, faultsOfBackup } from './saved-files';

export interface BackupWish {
  target: ConnectionTarget;
  storage: FileStorage;
  /** Where the backup is made. */
  to: string;
  /** An earlier backup on the same disk, whose files need not be copied again. */
  like?: string | undefined;
  say: (message: string) => void;
  now?: () => Date;
}

/**
 * Makes a backup of database and files that belong together, while people go on working. Files are copied first, which takes the
 * longest; then the database as it is at one instant; then the files that were uploaded in between. So there is no instant at
 * which a row without its file could be saved: what was collected since the first copy is in it, and what is newer than that
 * copy is kept for the grace at least (decision 33).
 *
 * @returns what is wrong with it, found by reading it again: nothing, unless the storage lost or damaged a file
 */
export async function backUp({
  target,
  storage,
  to,
  like,
  say,
  now = () => new Date(),
}: BackupWish): Promise<string[]> {
  const folder = new BackupFolder(to);
  const earlier = like === undefined ? undefined : new BackupFolder(like);
  await earlier?.manifest();
  await folder.begin();
  say(`Copied ${await copyFiles(storage, folder, earlier)} files.`);
  const manifest = await saveDatabase(target, folder, say, now);
  say(
    `Saved ${rowsIn(manifest)} rows of ${manifest.tables.length} tables, as they were at ${manifest.takenAt}.`,
  );
  say(`Copied ${await copyFiles(storage, folder, earlier)} files that came meanwhile.`);
  await folder.finish(manifest);
  return verify(to);
}

/** What is wrong with a backup. Throws BackupError where it is none. */
export async function verify(path: string): Promise<string[]> {
  const folder = new BackupFolder(path);
  return faultsOfBackup(folder, await folder.manifest());
}

function rowsIn({ tables }: Pick<Manifest, 'tables'>): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}
