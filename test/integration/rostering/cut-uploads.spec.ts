import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { expectStatus } from '../../support/course-room';
import { HttpLine } from '../../support/http-line';
import { temporaryFile } from '../../support/oneroster-bundle';
import { smallBundle } from '../../support/small-school';
import { type Caller, TestApp } from '../../support/test-app';
import { until } from '../../support/until';
import { RosterRoom } from './roster-room';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { StoredInputs } from '../../../src/shared/operations/stored-inputs';

negativeControl(
  'pieces of an upload by themselves',
  ['an upload does not delay other requests, whether'],
  () => {
    const prototype = StoredInputs.prototype as unknown as {
      keep: (...upload: unknown[]) => Promise<unknown>;
    };
    replaceMethod(
      prototype,
      'keep',
      (keep) =>
        function (this: StoredInputs, ...upload) {
          return this['transactions'].run(() => keep.apply(this, upload));
        },
    );
  },
);
negativeControl(
  'the end of a cut upload',
  ['a cut upload leaves no part of its file in the database'],
  () => {
    StoredInputs.prototype.remove = () => Promise.resolve();
  },
);

const POOL = 4;

describe('an upload that does not arrive completely', () => {
  let app: TestApp;
  let room: RosterRoom;
  let administrator: Caller;
  let port: number;
  beforeAll(async () => {
    app = await TestApp.start({ DATABASE_POOL_SIZE: String(POOL), DATABASE_WAIT_SECONDS: '1' });
    room = await RosterRoom.open(app);
    ({ administrator } = room);
    port = await app.listen();
  });
  afterAll(() => app.stop());

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
    await until(async () => (await room.rows('SELECT 1 FROM operation_inputs')).length === 0);
    line.close();
  });

  it('a cut upload leaves no part of its file in the database', async () => {
    const kept = async (): Promise<number> => (await room.rows('SELECT 1 FROM operation_inputs')).length;
    const upload = await beginUpload('half', 'x'.repeat(2.5 * 1024 * 1024));
    await until(async () => (await kept()) === 2);
    upload.destroy();
    await until(async () => (await kept()) === 0);
  });

  it('an upload is refused with 507 if the database has no room, and leaves no part of its file', async () => {
    // What the server says when its disk is full, at the second piece.
    await app.database.execute(
      `CREATE TRIGGER full_disk BEFORE INSERT ON operation_inputs FOR EACH ROW
       IF NEW.seq > 0 THEN
         SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table is full';
       END IF`,
    );
    const before = await room.rows('SELECT id FROM operations');
    const answer = await room.upload(administrator, await temporaryFile(randomBytes(1.5 * 1024 * 1024)));
    await app.database.execute('DROP TRIGGER full_disk');
    expect(answer).toMatchObject({ status: 507, body: { code: 'server.storage_full' } });
    expect(await room.rows('SELECT 1 FROM operation_inputs')).toEqual([]);
    expect(await room.rows('SELECT id FROM operations')).toEqual(before);
  });

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
