import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';
/** What `statfs` calls a file system in memory. */
const TMPFS = 0x01021994;
/** More than a run takes. A container of Docker has 64 MB there unless told otherwise. */
const NEEDED_BYTES = 4 * 1024 ** 3;

const NAME = /^stoa-run-(.+)-(\d+)-\w{6}$/;

/**
 * Makes a folder for everything that a run of tests writes. In memory where there is room, since databases are made and
 * dropped several times faster there than on a disk, and tests never cut the power. Whoever sets TMPDIR has it there.
 *
 * Folders of runs that were killed are removed.
 */
export function openRunFolder(parent = parentOfRuns()): string {
  mkdirSync(parent, { recursive: true });
  removeLeftFolders(parent);
  return mkdtempSync(join(parent, `stoa-run-${hostname()}-${process.pid}-`));
}

function parentOfRuns(): string {
  return process.env['TMPDIR'] === undefined && hasRoomInMemory() ? MEMORY : tmpdir();
}

function hasRoomInMemory(): boolean {
  try {
    const { type, bavail, bsize } = statfsSync(MEMORY);
    return type === TMPFS && bavail * bsize >= NEEDED_BYTES && process.availableMemory() >= NEEDED_BYTES;
  } catch {
    return false;
  }
}

function removeLeftFolders(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [, host, pid] = NAME.exec(name) ?? [];
    if (host !== hostname() || isAlive(Number(pid))) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // Of another user.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
