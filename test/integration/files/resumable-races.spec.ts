import { createHash } from 'node:crypto';
import { expectStatus } from '../../support/course-room';
import { FilesRoom } from '../../support/files-room';
import { alterStore, negativeControl } from '../../support/negative-control';
import {
  begun,
  HALF,
  largePicture,
  offsetOf,
  progress,
  sendPiece,
  SMALL_LIMITS,
} from '../../support/resumable';
import { beforeNext, rewriteStatements } from '../../support/statements';
import { type Caller } from '../../support/test-app';

negativeControl('the writer of an upload', ['takes the later of two requests'], () => {
  rewriteStatements(/^UPDATE `file_uploads` SET `arrived`/, /`writer` = \?/, '(`writer` = ? OR TRUE)');
});
// Two conditions of one statement and an index each keep a second piece away from a place.
negativeControl('one piece at a place', ['takes one of two requests that send the same part at once'], () => {
  alterStore(
    'ALTER TABLE file_upload_pieces ADD INDEX (upload_id), DROP INDEX uq_file_upload_pieces_position',
  );
  rewriteStatements(/^UPDATE `file_uploads` SET `arrived`/, /`writer` = \?/, '(`writer` = ? OR TRUE)');
  rewriteStatements(
    /^UPDATE `file_uploads` SET `arrived`/,
    /`arrived` = \?\)?(?= AND|$)/,
    '(`arrived` = ? OR TRUE)',
  );
});

describe('An upload that can be resumed', () => {
  let room: FilesRoom;
  let author: Caller;
  beforeAll(async () => {
    room = await FilesRoom.open(SMALL_LIMITS);
  });
  beforeEach(async () => {
    room.app.clock.set('2026-03-02T09:00:00Z');
    author = await room.app.person('instructor');
  });
  afterAll(() => room.close());

  it('takes one of two requests that send the same part at once', async () => {
    for (let round = 0; round < 8; round += 1) {
      const content = largePicture(2 * HALF);
      const url = await begun(author, content.length);
      const other = Buffer.concat([content.subarray(0, HALF), Buffer.alloc(HALF, 7)]);
      const answers = await Promise.all([
        sendPiece(author, url, 0, content),
        sendPiece(author, url, 0, other),
        sendPiece(author, url, 0, content.subarray(0, HALF)),
      ]);
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
      expect(answers.filter(({ status }) => [409, 423].includes(status))).toHaveLength(2);
      const arrived = await offsetOf(author, url);
      if (arrived < content.length)
        expect((await sendPiece(author, url, arrived, content.subarray(arrived))).status).toBe(204);
      const file = String((await progress(author, url)).headers['stoa-file']);
      const { sha256 } = expectStatus(await author.get(file), 200);
      const bytes = await room.contentOf(file, author);
      expect([content, other].some((sent) => sent.equals(bytes))).toBe(true);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
    expect((await room.kept()).leftovers).toBe(0);
  });

  it('takes the later of two requests, of which only the sender can still be waiting', async () => {
    const [early, late] = [largePicture(HALF), largePicture(HALF)];
    const url = await begun(author, 2 * HALF);
    const keeping = /^UPDATE `file_uploads` SET `arrived`/;
    const [earlyStored, lateStored] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // When all of the early one is stored, the late one comes, and has its turn after the answer to the early one.
    beforeNext(keeping, () => {
      earlyStored.resolve();
      return lateStored.promise;
    });
    const earlier = sendPiece(author, url, 0, early);
    await earlyStored.promise;
    beforeNext(keeping, () => {
      lateStored.resolve();
      return earlier;
    });
    const later = sendPiece(author, url, 0, late);
    expect(await earlier).toMatchObject({ status: 409, body: { code: 'files.offset_conflict' } });
    expect((await later).status).toBe(204);
    expect((await sendPiece(author, url, HALF, early)).status).toBe(204);
    const file = String((await progress(author, url)).headers['stoa-file']);
    expect((await room.contentOf(file, author)).equals(Buffer.concat([late, early]))).toBe(true);
  });

  it('becomes a file when somebody asks for it, if the request that completed it could not make one', async () => {
    const content = largePicture(2 * HALF);
    const url = await begun(author, content.length);
    beforeNext(/INSERT INTO `files`/, () => Promise.reject(new Error('The process was killed here.')));
    expect((await sendPiece(author, url, 0, content)).status).toBe(500);
    const asked = await Promise.all(Array.from({ length: 5 }, () => progress(author, url)));
    const statuses = new Set(asked.map(({ status }) => status));
    expect([...statuses].every((status) => status === 200 || status === 423)).toBe(true);
    const { headers } = await progress(author, url);
    expect((await room.contentOf(String(headers['stoa-file']), author)).equals(content)).toBe(true);
    expect((await room.kept()).leftovers).toBe(0);
  });
});
