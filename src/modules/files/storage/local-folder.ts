import { type FileHandle, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { isId } from '../../../shared/database/ids';
import { StorageFullError, StorageUnavailableError } from '../files.errors';
import { type ByteRange, FileStorage } from './file-storage';

/** Of a disk without room, and of one on which the user has used up their share. */
const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];
/** Where content is while it arrives. */
const ARRIVING = 'arriving';

/**
 * Files in a folder, which all processes that serve must share. Content is written beside its place and renamed when it is
 * complete, with the disk flushed before and after, so that a file that can be seen is whole.
 *
 * Keys are ids. Their last two digits, which are random, name one of 256 folders.
 */
export class LocalFolder extends FileStorage {
  constructor(private readonly folder: string) {
    super();
  }

  async write(key: string, content: AsyncIterable<Buffer>): Promise<void> {
    const arriving = this.arrivingPath(key);
    const file = await onDisk(this.create(arriving));
    try {
      for await (const piece of content) await onDisk(writeWhole(file, piece));
      await onDisk(file.sync());
    } catch (error) {
      await file.close();
      await rm(arriving, { force: true });
      throw error;
    }
    await onDisk(this.finish(file, arriving, key));
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const file = await onDisk(open(this.pathOf(key), 'r'));
    return file.createReadStream({ ...range, autoClose: true, highWaterMark: 256 * 1024 });
  }

  async remove(key: string): Promise<void> {
    await onDisk(rm(this.pathOf(key), { force: true }));
    await onDisk(rm(this.arrivingPath(key), { force: true }));
  }

  async sizeOf(key: string): Promise<number | undefined> {
    try {
      return (await stat(this.pathOf(key))).size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw asStorageError(error);
    }
  }

  async *list(): AsyncGenerator<{ key: string; bytes: number }, void, undefined> {
    for (const path of await this.folders()) {
      for await (const entry of await onDisk(opendir(path))) {
        if (!entry.isFile() || !isId(entry.name)) continue;
        const found = await stat(join(path, entry.name)).catch(() => undefined);
        // One that was removed meanwhile.
        if (found) yield { key: entry.name, bytes: found.size };
      }
    }
  }

  private async create(path: string): Promise<FileHandle> {
    await mkdir(join(this.folder, ARRIVING), { recursive: true, mode: 0o700 });
    return open(path, 'wx', 0o600);
  }

  private async finish(file: FileHandle, arriving: string, key: string): Promise<void> {
    await file.close();
    const path = this.pathOf(key);
    const folder = join(path, '..');
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(arriving, path);
    await flushFolder(folder);
    if (made !== undefined) await flushFolder(this.folder);
  }

  private async folders(): Promise<string[]> {
    const names: string[] = [];
    try {
      for await (const entry of await opendir(this.folder))
        if (entry.isDirectory()) names.push(join(this.folder, entry.name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw asStorageError(error);
    }
    return names;
  }

  private pathOf(key: string): string {
    return join(this.folder, key.slice(-2), keyOnly(key));
  }

  private arrivingPath(key: string): string {
    return join(this.folder, ARRIVING, keyOnly(key));
  }
}

/** Keys come from the application, never from a request. This makes sure of it. */
function keyOnly(key: string): string {
  if (isId(key)) return key;
  throw new TypeError('This is no key of a stored content.');
}

async function writeWhole(file: FileHandle, piece: Buffer): Promise<void> {
  for (let rest = piece; rest.length > 0;) {
    const { bytesWritten } = await file.write(rest);
    rest = rest.subarray(bytesWritten);
  }
}

/** Makes a new name in a folder survive a crash. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw asStorageError(error);
  }
}

function asStorageError(error: unknown): Error {
  return FULL.includes((error as NodeJS.ErrnoException).code ?? '')
    ? new StorageFullError({ cause: error })
    : new StorageUnavailableError({ cause: error });
}
