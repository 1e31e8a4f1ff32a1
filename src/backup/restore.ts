import type { FileStorage } from '../modules/files';
import type { ConnectionTarget } from '../shared/database/data-source';
import { BackupError, BackupFolder } from './backup-folder';
import { requireEmptyDatabase, requireUnused, restoreDatabase } from './restored-database';
import { faultsOfBackup, keysOf } from './saved-files';

export interface RestoreWish {
  target: ConnectionTarget;
  storage: FileStorage;
  from: string;
  /** Whether what is in the database and the storage now is removed. */
  replaces: boolean;
  say: (message: string) => void;
}

/**
 * Puts a backup into an empty database and an empty storage. It is read through first, and nothing is touched if anything is wrong
 * with it. Files come first and the rows last, in one transaction, so a restore that was cut off can be run again.
 *
 * @throws BackupError
 */
export async function restore({ target, storage, from, replaces, say }: RestoreWish): Promise<void> {
  const folder = new BackupFolder(from);
  const manifest = await folder.manifest();
  const faults = await faultsOfBackup(folder, manifest);
  if (faults.length > 0) throw new BackupError(`The backup is damaged.\n${faults.join('\n')}`);
  const keys = await keysOf(folder, manifest);
  await requireUnused(target);
  if (!replaces) {
    await requireEmptyDatabase(target);
    await requireEmptyStorage(storage, keys);
  }
  let copied = 0;
  for (const key of keys) copied += (await putBack(storage, folder, key)) ? 1 : 0;
  say(`Copied ${copied} files.`);
  await restoreDatabase(target, folder, manifest, say);
  if (replaces) await removeOthers(storage, keys);
  say(`Restored the database as it was at ${manifest.takenAt}.`);
}

/** Files that an earlier try of the same restore has put there do not count. */
async function requireEmptyStorage(storage: FileStorage, keys: ReadonlySet<string>): Promise<void> {
  for await (const { key } of storage.list())
    if (!keys.has(key))
      throw new BackupError(
        'The storage of files is not empty. With --replace, all that is there and not in the backup is removed.',
      );
}

/** False where it is there already, or was never in the storage: an upload that was arriving. */
async function putBack(storage: FileStorage, folder: BackupFolder, key: string): Promise<boolean> {
  const bytes = await folder.sizeOf(key);
  if (bytes === undefined || (await storage.sizeOf(key)) === bytes) return false;
  await storage.remove(key);
  await storage.write(key, folder.file(key));
  return true;
}

/** After the database: until then, what is there now is what the store speaks for. */
async function removeOthers(storage: FileStorage, keys: ReadonlySet<string>): Promise<void> {
  const others: string[] = [];
  for await (const { key } of storage.list()) if (!keys.has(key)) others.push(key);
  for (const key of others) await storage.remove(key);
}
