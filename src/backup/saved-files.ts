import { createHash } from 'node:crypto';
import { CONTENT_TABLES, type FileStorage, KEY_TABLES } from '../modules/files';
import { fromBinary } from '../shared/database/ids';
import { type BackupFolder, CountedLines, type Manifest, type SavedTable } from './backup-folder';
import { type ColumnKind, rowOf } from './row-lines';

/**
 * Copies what is in the storage and not in the backup yet. What is under a key never changes, so a copy is good for ever; those of
 * an earlier backup are taken from there.
 *
 * @returns how many it copied
 */
export async function copyFiles(
  storage: FileStorage,
  folder: BackupFolder,
  earlier: BackupFolder | undefined,
): Promise<number> {
  let copied = 0;
  for await (const { key, bytes } of storage.list()) {
    if ((await folder.sizeOf(key)) === bytes) continue;
    if (earlier && (await earlier.sizeOf(key)) === bytes && (await folder.linkFile(key, earlier))) continue;
    if (await copyFile(storage, folder, key)) copied += 1;
  }
  return copied;
}

/** Whether it was copied: not if it has been removed since it was listed. */
async function copyFile(storage: FileStorage, folder: BackupFolder, key: string): Promise<boolean> {
  for (let isSecondTry = false; ; isSecondTry = true) {
    try {
      await folder.saveFile(key, await storage.read(key));
      return true;
    } catch (error) {
      if ((await storage.sizeOf(key)) === undefined) return false;
      // One that was still arriving when it was listed may be there only now.
      if (isSecondTry) throw error;
    }
  }
}

/** What is wrong with a backup, a sentence each. Reads all of it. */
export async function faultsOfBackup(folder: BackupFolder, { tables }: Manifest): Promise<string[]> {
  const faults: string[] = [];
  for (const table of tables) {
    const isWhole = await isAsSaved(folder, table);
    if (!isWhole) faults.push(`The rows of ${table.name} are not those that were saved.`);
  }
  // Rows that are wrong cannot say what there should be.
  if (faults.length > 0) return faults;
  for await (const { id, bytes, sha256 } of contentsOf(folder, tables)) {
    const size = await folder.sizeOf(id);
    if (size === undefined) faults.push(`The content ${id} is missing.`);
    else if (size !== bytes || !(await hasHash(folder, id, sha256)))
      faults.push(`The content ${id} is damaged.`);
  }
  return faults;
}

async function isAsSaved(folder: BackupFolder, { name, rows, sha256 }: SavedTable): Promise<boolean> {
  const counted = new CountedLines();
  try {
    for await (const line of folder.lines(name)) counted.add(line);
  } catch {
    // It is missing, or it cannot be unpacked.
    return false;
  }
  const found = counted.told();
  return found.rows === rows && found.sha256 === sha256;
}

/** The keys that the saved database knows of. */
export async function keysOf(folder: BackupFolder, { tables }: Manifest): Promise<Set<string>> {
  const keys = new Set<string>();
  for await (const { id } of rowsOf(folder, tables, KEY_TABLES, ['id'])) keys.add(fromBinary(id as Buffer));
  return keys;
}

async function* contentsOf(
  folder: BackupFolder,
  tables: Manifest['tables'],
): AsyncGenerator<{ id: string; bytes: number; sha256: Buffer }, void, undefined> {
  for await (const { id, bytes, sha256 } of rowsOf(folder, tables, CONTENT_TABLES, ['id', 'bytes', 'sha256']))
    yield { id: fromBinary(id as Buffer), bytes: Number(bytes), sha256: sha256 as Buffer };
}

/** The columns of all rows of those of the tables that the backup has. */
async function* rowsOf<Column extends string>(
  folder: BackupFolder,
  tables: Manifest['tables'],
  names: readonly string[],
  columns: readonly Column[],
): AsyncGenerator<Record<Column, Buffer | string | null>, void, undefined> {
  for (const table of tables) {
    if (!names.includes(table.name)) continue;
    const kinds: ColumnKind[] = table.columns.map(({ kind }) => kind);
    const places = columns.map((column) => table.columns.findIndex(({ name }) => name === column));
    for await (const line of folder.lines(table.name)) {
      const row = rowOf(line, kinds);
      yield Object.fromEntries(
        columns.map((column, index) => [column, row[places[index]!] ?? null]),
      ) as Record<Column, Buffer | string | null>;
    }
  }
}

async function hasHash(folder: BackupFolder, key: string, sha256: Buffer): Promise<boolean> {
  const digest = createHash('sha256');
  for await (const piece of folder.file(key)) digest.update(piece as Buffer);
  return digest.digest().equals(sha256);
}
