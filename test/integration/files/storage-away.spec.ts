import { FilesRoom } from '../../support/files-room';
import { begun, largePicture, offsetOf, sendPiece } from '../../support/resumable';
import { S3Server } from '../../support/s3-server';
import type { Answer, Caller } from '../../support/test-app';

const BYTES = 50_000;

describe('An upload to a storage that never answers', () => {
  let s3: S3Server;
  let room: FilesRoom;
  let author: Caller;
  beforeAll(async () => {
    s3 = await S3Server.start();
    room = await FilesRoom.open({ ...s3.environment, FILES_S3_WAIT_SECONDS: '1', LOG_LEVEL: 'silent' });
    author = await room.app.person('instructor');
  });
  afterAll(async () => {
    await room.close();
    await s3.stop();
  });

  async function expectOneWait(send: () => Promise<Answer>): Promise<void> {
    s3.requests.length = 0;
    s3.hang();
    const answer = await send();
    s3.heal();
    expect(answer).toMatchObject({ status: 503, body: { code: 'files.storage_unavailable' } });
    expect(answer.headers['retry-after']).toBe('5');
    // Nothing was asked of it to remove what may be there.
    expect(s3.requests.filter((request) => !request.startsWith('PUT '))).toEqual([]);
    expect(s3.requests).not.toEqual([]);
    await room.collect();
    expect(await room.kept()).toEqual({ stored: [], contents: 0, files: 0, leftovers: 0 });
  }

  it('waits for it once if it is a form, and leaves nothing behind when the storage is back', async () => {
    await expectOneWait(() => room.upload(author));
  });

  it('waits for it once if it can be resumed, and is where it was', async () => {
    const url = await begun(author, BYTES);
    await expectOneWait(() => sendPiece(author, url, 0, largePicture(BYTES)));
    expect(await offsetOf(author, url)).toBe(0);
  });
});
