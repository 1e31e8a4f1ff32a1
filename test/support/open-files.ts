import { readdirSync, readlinkSync } from 'node:fs';

/** Which files of a folder this process has open. */
export function openFilesIn(folder: string): string[] {
  const own = '/proc/self/fd';
  return readdirSync(own)
    .map((name) => {
      try {
        return readlinkSync(`${own}/${name}`);
      } catch {
        // The handle with which the folder was listed.
        return '';
      }
    })
    .filter((path) => path.startsWith(folder));
}
