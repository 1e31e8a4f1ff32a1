import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedServerError } from './embedded-server.errors';
import { isRunning, ownIdentity, pidOf, ProcessIdentity } from './process-identity';

interface FolderLockOptions {
  /** What waits, for the error after the time is up: "the database folder". */
  purpose: string;
  timeoutMs: number;
  onWait?: (holderPid: number) => void;
}

const CLAIM = /^lock\.(\d+-\d+-\w+)\.[0-9a-f]+$/;

/**
 * Runs work while no other work, of this or another process, holds the lock on the folder.
 *
 * Each contender puts down a claim file of a name of its own and then looks for others; whoever sees
 * another living claim withdraws and tries again a little later. Of two holders the later one would
 * have seen the earlier one's claim, so there is never more than one. A claim names its process, so
 * one that was left by `kill -9` is told apart, and as no name is ever used twice, sweeping it away
 * cannot hit a living claim: the race that a single lock file has when two find it stale.
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
    // Two that claim at the same moment both withdraw; unequal pauses part them.
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
