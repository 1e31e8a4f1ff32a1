import { buffer } from 'node:stream/consumers';
import { randomBytes } from 'node:crypto';
import { expectStatus } from '../../support/course-room';
import { FilesRoom, picture } from '../../support/files-room';
import { S3Server } from '../../support/s3-server';
import type { Caller } from '../../support/test-app';
import { until } from '../../support/until';

const MEGABYTE = 1024 * 1024;

/** A school whose files are in a bucket, and what people see when that is away. */
describe('files in a bucket', () => {
  let s3: S3Server;
  let room: FilesRoom;
  let author: Caller;
  beforeAll(async () => {
    s3 = await S3Server.start();
    room = await FilesRoom.open({ ...s3.environment, DATABASE_POOL_SIZE: '2' });
  });
  beforeEach(async () => {
    author = await room.app.person('instructor');
  });
  afterEach(() => s3.heal());
  afterAll(async () => {
    await room.close();
    await s3.stop();
  });

  it('a file is uploaded, read whole and in part, and collected', async () => {
    const content = Buffer.concat([picture(), randomBytes(9 * MEGABYTE)]);
    const file = await room.file(author, content);
    const whole = await room.fetch(file.url);
    expect(Buffer.from(await whole.arrayBuffer()).equals(content)).toBe(true);
    const part = await room.fetch(file.url, undefined, { range: 'bytes=8388600-8388700' });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer()).equals(content.subarray(8_388_600, 8_388_701))).toBe(true);
    room.app.clock.advanceDays(2);
    await room.collect();
    expect([s3.objects.size, s3.uploads.size]).toEqual([0, 0]);
    expect(await room.kept()).toMatchObject({ contents: 0, files: 0, leftovers: 0 });
  });

  it.each<[string, () => void]>([
    ['answers that it is busy', () => s3.refuse(503, 'SlowDown')],
    ['never answers', () => s3.hang()],
  ])(
    'uploads and downloads say when to try again while the storage %s, and others go on being served',
    async (_what, happen) => {
      const file = await room.file(author);
      const before = await room.kept();
      s3.requests.length = 0;
      happen();
      const uploads = Promise.all([
        ...Array.from({ length: 4 }, () => room.upload(author)),
        room.upload(author, Buffer.concat([picture(), randomBytes(9 * MEGABYTE)])),
      ]);
      await until(() => s3.requests.length >= 5);
      // There are only two connections to the database, and five uploads wait.
      expectStatus(await author.get('/v1/courses'), 200);
      for (const answer of [...(await uploads), await author.get(file.address)])
        expect(answer).toMatchObject({
          status: 503,
          body: { code: 'files.storage_unavailable' },
          headers: { 'retry-after': '5' },
        });
      s3.heal();
      await room.page([file], author);
      room.app.clock.advanceDays(2);
      await room.collect();
      expect(await room.kept()).toEqual({ ...before, leftovers: 0 });
      expect(s3.uploads.size).toBe(0);
    },
  );

  it('a download that the storage breaks off is broken off, and not ended as if it were whole', async () => {
    const file = await room.file(author, Buffer.concat([picture(), randomBytes(2 * MEGABYTE)]));
    s3.breakContents(MEGABYTE, 'cut');
    const answer = await room.fetch(file.url);
    expect(answer.status).toBe(200);
    await expect(buffer(answer.body as never)).rejects.toThrow();
  });
});
