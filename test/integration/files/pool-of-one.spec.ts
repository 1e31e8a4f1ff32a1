import { randomBytes } from 'node:crypto';
import { S3Bucket } from '../../../src/modules/files/storage/s3/s3-bucket';
import { Transactions } from '../../../src/shared/database/transactions';
import { FilesRoom, type KnownFile, picture } from '../../support/files-room';
import { negativeControl, replaceMethod } from '../../support/negative-control';
import { begun, largePicture, sendPiece } from '../../support/resumable';
import { S3Server } from '../../support/s3-server';
import type { Answer, Caller } from '../../support/test-app';
import { until } from '../../support/until';

const BYTES = 50_000;

let room: FilesRoom;

/** Keeps a connection for as long as the work takes. */
const connected = <T>(work: () => Promise<T>): Promise<T> => room.app.get(Transactions).run(work);

negativeControl('no connection while the storage works', ['serves others while'], () => {
  replaceMethod(
    S3Bucket.prototype,
    'write',
    (original) =>
      function (this: S3Bucket, key, content) {
        return connected(() => original.call(this, key, content));
      },
  );
  replaceMethod(
    S3Bucket.prototype,
    'read',
    (original) =>
      function (this: S3Bucket, key, range) {
        return connected(() => original.call(this, key, range));
      },
  );
});

describe('With one connection to the database, and a storage that does not answer', () => {
  let s3: S3Server;
  let author: Caller;
  let file: KnownFile;
  beforeAll(async () => {
    s3 = await S3Server.start();
    room = await FilesRoom.open({
      ...{ ...s3.environment, FILES_S3_WAIT_SECONDS: '3', LOG_LEVEL: 'silent' },
      ...{ DATABASE_POOL_SIZE: '1', DATABASE_WAIT_SECONDS: '1' },
    });
    author = await room.app.person('instructor');
  });
  beforeEach(async () => {
    file = await room.file(author, Buffer.concat([picture(), randomBytes(BYTES)]));
    s3.requests.length = 0;
  });
  afterEach(() => s3.heal());
  afterAll(async () => {
    await room.close();
    await s3.stop();
  });

  it.each<[string, RegExp, () => Promise<() => Promise<Answer | Response>>]>([
    ['a form arrives', /^PUT /, () => Promise.resolve(() => room.upload(author))],
    [
      'a piece arrives',
      /^PUT /,
      async () => {
        const url = await begun(author, 2 * BYTES);
        return () => sendPiece(author, url, 0, largePicture(BYTES));
      },
    ],
    [
      'the last piece makes a file',
      /^GET /,
      async () => {
        const url = await begun(author, 2 * BYTES);
        await sendPiece(author, url, 0, largePicture(BYTES));
        return () => sendPiece(author, url, BYTES, randomBytes(BYTES));
      },
    ],
    ['a file is delivered', /^GET /, () => Promise.resolve(() => room.fetch(file.address, author))],
  ])('serves others while %s', async (_what, waited, prepare) => {
    const send = await prepare();
    s3.requests.length = 0;
    s3.hang(waited);
    let isOver = false;
    const answer = send().finally(() => (isOver = true));
    await until(() => s3.requests.some((request) => waited.test(request)));
    expect((await author.get('/v1/me')).status).toBe(200);
    expect(isOver).toBe(false);
    s3.heal();
    await answer;
  });
});
