import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectStatus } from '../../support/course-room';
import { HttpLine } from '../../support/http-line';
import { temporaryFile } from '../../support/oneroster-bundle';
import { smallBundle } from '../../support/small-school';
import { type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';
import { RosterRoom } from './roster-room';
import { negativeControl } from '../../support/negative-control';
import { storeInTransactions } from '../../support/stored-in-transactions';
import { FileCollector, FileStorage } from '../../../src/modules/files';
import { OperationFiles } from '../../../src/modules/files/operation-files/operation-files';
import { S3Server } from '../../support/s3-server';

negativeControl(
  'the storing of an upload outside of transactions',
  ['an upload does not delay other requests, whether'],
  storeInTransactions,
);
negativeControl('the end of a cut upload', ['a cut upload leaves no part of its file'], () => {
  OperationFiles.prototype['giveUp'] = () => Promise.resolve();
});

const POOL = 4;

describe('an upload that does not arrive completely', () => {
  let app: TestApp;
  let room: RosterRoom;
  let administrator: Caller;
  let port: number;
  let folder: string;
  let s3: S3Server;
  let inBucket: RosterRoom;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stoa-cut-'));
    app = await TestApp.start({
      ...{ DATABASE_POOL_SIZE: String(POOL), DATABASE_WAIT_SECONDS: '1', FILES_DIRECTORY: folder },
    });
    s3 = await S3Server.start();
    inBucket = await RosterRoom.open(await TestApp.start(s3.environment, app.target));
    room = await RosterRoom.open(app);
    ({ administrator } = room);
    port = await app.listen();
  });
  afterAll(async () => {
    await inBucket.app.stop();
    await s3.stop();
    await app.stop();
    await rm(folder, { recursive: true });
  });

  /** Sends the head of a request and the first part's with some content, and then nothing more. */
  function beginUpload(key: string, content = 'PK'): Promise<Socket> {
    const head = [
      'POST /v1/roster-imports HTTP/1.1',
      'host: stoa.example',
      `authorization: Bearer ${administrator.token}`,
      `idempotency-key: ${key}`,
      'content-type: multipart/form-data; boundary=x',
      'content-length: 100000000',
      '',
      '--x\r\ncontent-disposition: form-data; name="file"; filename="a.zip"\r\ncontent-type: application/zip\r\n\r\n',
    ].join('\r\n');
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(head + content, () => resolve(socket)));
      socket.on('error', reject);
    });
  }

  it('an upload does not delay other requests, whether it is slow or cut off', async () => {
    const uploads = await Promise.all(
      Array.from({ length: 3 * POOL }, (_, index) => beginUpload(`cut-${index}`)),
    );
    const line = new HttpLine(`http://127.0.0.1:${port}`);
    // A request of the same kind behind them, so that the application has taken them all up.
    expect((await line.send('/v1/me', { token: administrator.token })).status).toBe(200);
    const whileSlow = await Promise.all(Array.from({ length: 20 }, () => administrator.get('/v1/me')));
    expect(whileSlow.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect((await administrator.patch('/v1/me', { givenName: 'Quick' })).status).toBe(200);
    uploads.forEach((socket) => socket.destroy());
    const afterCut = await Promise.all(Array.from({ length: 20 }, () => administrator.get('/v1/me')));
    expect(afterCut.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect((await administrator.get('/health/ready')).status).toBe(200);
    await until(async () => (await kept()).leftovers === 0);
    expect(await kept()).toEqual({ keys: 0, leftovers: 0 });
    line.close();
  });

  /** What is in the storage, also of uploads that are arriving, and how much of that nobody holds. */
  const kept = async (): Promise<{ keys: number; leftovers: number }> => {
    let keys = 0;
    for await (const _ of app.get(FileStorage).list()) keys += 1;
    return { keys, leftovers: (await room.rows('SELECT 1 FROM file_leftovers')).length };
  };

  it('a cut upload leaves no part of its file', async () => {
    const upload = await beginUpload('half', 'x'.repeat(2.5 * 1024 * 1024));
    await until(async () => (await kept()).keys === 1);
    upload.destroy();
    await until(async () => (await kept()).leftovers === 0);
    expect(await kept()).toEqual({ keys: 0, leftovers: 0 });
  });

  it.each([
    ['has no room', 507, 'files.storage_full', () => s3.refuse(507, 'QuotaExceeded', /partNumber=2/)],
    ['goes away', 503, 'files.storage_unavailable', () => s3.refuse(503, 'SlowDown', /partNumber=2/)],
  ] as const)(
    'an upload is refused if the storage of files %s, and leaves no part of its file',
    async (_what, status, code, happen) => {
      const before = await room.rows('SELECT id FROM operations');
      happen();
      const answer = await inBucket.upload(
        inBucket.administrator,
        await temporaryFile(randomBytes(17 * 1024 * 1024)),
      );
      expect(answer).toMatchObject({
        status,
        body: { code },
        headers: { 'retry-after': expect.any(String) as string },
      });
      s3.heal();
      await inBucket.app.get(FileCollector).collect();
      expect([s3.objects.size, s3.uploads.size]).toEqual([0, 0]);
      expect(await room.rows('SELECT id FROM operations')).toEqual(before);
      expect(await room.rows('SELECT 1 FROM file_leftovers')).toEqual([]);
    },
  );

  it('a cut upload leaves its Idempotency-Key unused', async () => {
    (await beginUpload('later')).destroy();
    const bundle = await smallBundle();
    const answer = await room.upload(administrator, bundle, {}, { headers: { 'idempotency-key': 'later' } });
    await room.finished(expectStatus(answer, 202).id);
  });

  it('an upload is not confused with another file of the same length under the same key', async () => {
    const key = { headers: { 'idempotency-key': 'same-length' } };
    const bundle = await smallBundle();
    const bytes = await readFile(bundle);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const other = await temporaryFile(bytes);
    const first = expectStatus(await room.upload(administrator, bundle, { dryRun: 'true' }, key), 202);
    await room.finished(first.id);
    const again = await room.upload(administrator, bundle, { dryRun: 'true' }, key);
    expect(again).toMatchObject({ status: 202, body: { id: first.id } });
    expect(again.headers['location']).toBe(`/v1/operations/${first.id}`);
    const swapped = await room.upload(administrator, other, { dryRun: 'true' }, key);
    expect(swapped).toMatchObject({ status: 422, body: { code: 'request.idempotency_key_reused' } });
    const flagged = await room.upload(administrator, bundle, {}, key);
    expect(flagged).toMatchObject({ status: 422, body: { code: 'request.idempotency_key_reused' } });
  });
});
