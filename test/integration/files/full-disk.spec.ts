import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FilesRoom } from '../../support/files-room';
import { begun, largePicture, offsetOf, progress, sendPiece } from '../../support/resumable';
import type { Caller } from '../../support/test-app';

const KILOBYTE = 1024;
const FULL = { status: 507, body: { code: 'files.storage_full' } };

const folder = mkdtempSync(join(tmpdir(), 'stoa-full-disk-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'none', folder]).status === 0;
afterAll(() => {
  if (isMounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});

if (!isMounted)
  it('cannot be tried on this machine, where nobody but root may mount a small disk', () => {
    process.stderr.write('The tests of a full disk were not run: a small disk could not be mounted.\n');
    expect(isMounted).toBe(false);
  });
else
  describe('A disk without room', () => {
    let room: FilesRoom;
    let author: Caller;
    beforeAll(async () => {
      room = await FilesRoom.open({ FILES_DIRECTORY: join(folder, 'files') });
      author = await room.app.person('instructor');
    });
    afterAll(() => room.close());
    const other = join(folder, 'something-else');
    afterEach(() => rmSync(other, { force: true }));

    /** Fills the disk with something else until there is room for so many bytes. */
    function leaveRoom(bytes: number): void {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(other, Buffer.alloc(bavail * bsize - bytes));
    }

    it('refuses a form with 507, keeps nothing of it, and takes it once there is room', async () => {
      const before = await room.kept();
      leaveRoom(200 * KILOBYTE);
      const content = largePicture(300 * KILOBYTE);
      const answer = await room.upload(author, content);
      expect(answer).toMatchObject(FULL);
      expect(answer.headers['retry-after']).toBe('60');
      expect(await room.kept()).toEqual(before);
      rmSync(other);
      await room.file(author, content);
    });

    it('keeps the pieces that fit, and the upload goes on once there is room', async () => {
      const content = largePicture(200 * KILOBYTE);
      const url = await begun(author, content.length);
      const [first, rest] = [content.subarray(0, 60 * KILOBYTE), content.subarray(60 * KILOBYTE)];
      leaveRoom(120 * KILOBYTE);
      expect((await sendPiece(author, url, 0, first)).status).toBe(204);
      expect(await sendPiece(author, url, first.length, rest)).toMatchObject(FULL);
      expect(await offsetOf(author, url)).toBe(first.length);
      rmSync(other);
      const { status, headers } = await sendPiece(author, url, first.length, rest);
      expect([status, (await author.get(String(headers['stoa-file']))).body.bytes]).toEqual([
        ...[204, content.length],
      ]);
    });

    it('keeps all pieces of an upload that cannot be put together, which becomes a file once there is room', async () => {
      const content = largePicture(200 * KILOBYTE);
      const url = await begun(author, content.length);
      leaveRoom(300 * KILOBYTE);
      expect(await sendPiece(author, url, 0, content)).toMatchObject(FULL);
      expect((await progress(author, url)).status).toBe(507);
      rmSync(other);
      const { status, headers } = await progress(author, url);
      expect(status).toBe(200);
      const answer = await room.fetch(`${String(headers['stoa-file'])}/content`, author);
      expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
      const { stored, contents, leftovers } = await room.kept();
      expect([stored.length, leftovers]).toEqual([contents, 0]);
    });
  });
