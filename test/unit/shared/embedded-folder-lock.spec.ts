import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EmbeddedServerError } from '../../../src/shared/database/embedded';
import { withFolderLock } from '../../../src/shared/database/embedded/folder-lock';
import { ownIdentity } from '../../../src/shared/database/embedded/process-identity';

describe('the lock on a folder', () => {
  let folder: string;
  const options = { purpose: 'the folder', timeoutMs: 10_000 };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stoa-lock-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('the lock on a folder lets one work at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await nextTurn();
      await nextTurn();
      inside--;
    };
    await Promise.all(Array.from({ length: 6 }, () => withFolderLock(folder, options, work)));
    expect(most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('the lock on a folder passes on what the work returns', async () => {
    await expect(withFolderLock(folder, options, async () => 'done')).resolves.toBe('done');
  });

  it('the lock on a folder is free again after work that fails', async () => {
    const failing = withFolderLock(folder, options, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    await expect(withFolderLock(folder, options, async () => 'done')).resolves.toBe('done');
  });

  it('the lock on a folder is not held by a process that is gone, and sweeps up what that one left', async () => {
    const [pid, , boot] = ownIdentity().split('-');
    writeFileSync(join(folder, `lock.${pid}-1-${boot}.abc123`), '');
    await withFolderLock(folder, options, async () => expect(readdirSync(folder)).toHaveLength(1));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('the lock on a folder tells who holds it, once, and gives up in time', async () => {
    writeFileSync(join(folder, `lock.${ownIdentity()}.abc123`), '');
    const told: number[] = [];
    const onWait = (pid: number): void => void told.push(pid);
    const waiting = withFolderLock(folder, { ...options, timeoutMs: 150, onWait }, async () => 'done');
    await expect(waiting).rejects.toThrow(EmbeddedServerError);
    await expect(waiting).rejects.toThrow(`Process ${process.pid} has kept the folder`);
    expect(told).toEqual([process.pid]);
    expect(readdirSync(folder)).toHaveLength(1);
  });
});
