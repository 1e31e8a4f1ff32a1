import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { newId } from '../database/ids';

/**
 * A file on this machine for work that needs one. Its name is deleted before the first byte is written, so the system frees it when it
 * is closed, and when the process ends, even by a crash.
 */
export async function namelessFile(dataDirectory: string): Promise<FileHandle> {
  const folder = resolve(dataDirectory, 'spool');
  await mkdir(folder, { recursive: true });
  const path = join(folder, newId());
  const file = await open(path, 'wx+', 0o600);
  await rm(path);
  return file;
}
