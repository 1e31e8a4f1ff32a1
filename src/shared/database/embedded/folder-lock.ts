import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedServerError } from './embedded-server.errors';
import { isRunning, ownIdentity, pidOf, ProcessIdentity } from './process-identity';

interface FolderLockOptions {
  /** What is locked, for the error message: "the database folder". */
  purpose: string;
  timeoutMs: number;
  onWait?: (holderPid: number) => void;
}

const CLAIM = /^lock\.(\d+-\d+-\w+)\.[0-9a-f]+$/;

/**
 * Runs work while no other work, of this or another process, holds the lock on the folder.
 *
 * Each process writes a claim file with a unique name and then looks for others. If it sees the claim of another live
 * process, it removes its own and tries again a little later. Of two holders the later one would have seen the earlier
 * one's claim, so there is never more than one. A claim names its process, so claims left by `kill -9` are recognized.
 * Since no name is used twice, deleting a stale claim cannot delete a live one; a single lock file has that race when two
 * processes find it stale.
 *
 * @throws EmbeddedServerError when the lock is not free within the time
 */
export async function withFolderLock<T>(
  folder: string,
  { purpose, timeoutMs, onWait }: FolderLockOptions,
  work: () => Promise<T>,
): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const deadline = performance.now() + timeoutMs;
  const claim = join(folder, `lock.${ownIdentity()}.${randomBytes(6).toString('hex')}`);
  let told = false;
  for (;;) {
    const rival = claimOrFindRival(folder, claim);
    if (!rival) break;
    if (performance.now() > deadline) {
      throw new EmbeddedServerError(
        `Process ${pidOf(rival)} has kept ${purpose} (${folder}) locked for over ${timeoutMs / 1000} seconds.`,
      );
    }
    if (!told) onWait?.(pidOf(rival));
    told = true;
    // Two processes that claim at the same moment both withdraw; their random pauses differ.
    await pause(10 + Math.random() * 40);
  }
  try {
    return await work();
  } finally {
    rmSync(claim, { force: true });
  }
}

function claimOrFindRival(folder: string, claim: string): ProcessIdentity | undefined {
  writeFileSync(claim, '', { flag: 'wx', mode: 0o600 });
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const owner = CLAIM.exec(name)?.[1];
    if (!owner || path === claim) continue;
    if (isRunning(owner)) {
      rmSync(claim, { force: true });
      return owner;
    }
    rmSync(path, { force: true });
  }
  return undefined;
}
