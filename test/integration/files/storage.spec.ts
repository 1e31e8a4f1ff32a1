import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { loadSettings } from '../../../src/config/settings';
import { type FileStorage, openFileStorage } from '../../../src/modules/files';
import { LocalFolder } from '../../../src/modules/files/storage/local-folder';
import { S3Bucket } from '../../../src/modules/files/storage/s3/s3-bucket';
import { newId } from '../../../src/shared/database/ids';
import { negativeControl } from '../../support/negative-control';
import { S3Server } from '../../support/s3-server';
import { storageCases } from '../../support/storage-cases';
import { until } from '../../support/until';

const MEGABYTE = 1024 * 1024;

negativeControl(
  'the limit on silence in a content',
  ['reading fails soon when a content stops in the middle'],
  () => {
    S3Bucket.prototype['watched'] = (body) => body as never;
  },
);
negativeControl('giving up of uploads in parts', ['nothing is kept of content that breaks off'], () => {
  S3Bucket.prototype['giveUp'] = () => Promise.resolve();
});

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(content);
}

describe('a folder for files', () => {
  let folder: string;
  let storage: FileStorage;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stoa-storage-'));
    storage = new LocalFolder(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  storageCases(() => storage);
});

describe('a bucket for files', () => {
  let s3: S3Server;
  /** Waits for long, since the machine may be slow. */
  let storage: S3Bucket;
  /** Waits for a second, in tests of what happens then. */
  let hasty: S3Bucket;
  beforeAll(async () => {
    s3 = await S3Server.start();
    const [patient, impatient] = ['60', '1'].map((seconds) =>
      openFileStorage(loadSettings({ ...s3.environment, FILES_S3_WAIT_SECONDS: seconds })),
    );
    storage = patient as S3Bucket;
    hasty = impatient as S3Bucket;
  });
  beforeEach(() => {
    s3.heal();
    s3.requests.length = 0;
  });
  afterAll(async () => {
    storage.onApplicationShutdown();
    hasty.onApplicationShutdown();
    await s3.stop();
  });

  storageCases(() => storage);

  const unavailable = { code: 'files.storage_unavailable', retryAfterSeconds: 5 };

  it('all keys begin with the prefix, and keys without it are none of ours', async () => {
    const key = newId();
    await storage.write(key, once(Buffer.from('x')));
    expect([...s3.objects.keys()]).toEqual([`stoa/${key}`]);
    s3.objects.set(newId(), Buffer.from('x'));
    s3.objects.set('stoa/readme', Buffer.from('x'));
    const keys = [];
    for await (const found of storage.list()) keys.push(found.key);
    expect(keys).toEqual([key]);
    s3.objects.clear();
  });

  it('a storage that is busy for a moment is asked again', async () => {
    const key = newId();
    for (const times of [1, 2]) {
      s3.refuse(500, 'InternalError', /./, times);
      await storage.write(key, once(Buffer.from('x')));
    }
    expect(s3.requests).toHaveLength(5);
    await storage.remove(key);
  });

  it.each<[string, () => void]>([
    ['refuses every request for an hour', () => s3.refuse(503, 'SlowDown')],
    ['never answers', () => s3.hang()],
    ['knows nothing of the bucket', () => s3.refuse(404, 'NoSuchBucket')],
    ['does not know us', () => s3.refuse(403, 'InvalidAccessKeyId')],
  ])('everything fails within seconds where a storage %s', async (_what, happen) => {
    happen();
    const key = newId();
    const begun = performance.now();
    const sink = expect.objectContaining(unavailable) as Error;
    await Promise.all([
      expect(hasty.write(key, once(Buffer.from('x')))).rejects.toEqual(sink),
      expect(hasty.write(key, once(randomBytes(9 * MEGABYTE)))).rejects.toEqual(sink),
      expect(hasty.read(key)).rejects.toEqual(sink),
      expect(hasty.remove(key)).rejects.toEqual(sink),
      expect(hasty.sizeOf(key)).rejects.toEqual(sink),
      expect(hasty.list().next()).rejects.toEqual(sink),
    ]);
    // The limit of the test is one second; the machine may be slow.
    expect(performance.now() - begun).toBeLessThan(20_000);
    // Six, of which each is tried three times at the most, and the bucket is looked at once.
    expect(s3.requests.length).toBeLessThanOrEqual(7 * 3);
    s3.disconnect();
  });

  it('parts that were sent before the storage went away are removed with the key', async () => {
    const key = newId();
    s3.hang(/partNumber=2/);
    await expect(hasty.write(key, once(randomBytes(17 * MEGABYTE)))).rejects.toMatchObject(unavailable);
    expect(s3.uploads.size).toBe(1);
    s3.heal();
    await storage.remove(key);
    expect(s3.uploads.size).toBe(0);
    expect(s3.objects.size).toBe(0);
  });

  it('a content is there when only the answer that completes it was lost', async () => {
    const [key, content] = [newId(), randomBytes(9 * MEGABYTE)];
    s3.loseAnswer(/^POST .*uploadId=/);
    await storage.write(key, once(content));
    expect((await buffer(await storage.read(key))).equals(content)).toBe(true);
    await storage.remove(key);
  });

  it.each(['QuotaExceeded', 'XMinioStorageFull', 'InsufficientStorage'])(
    'a storage without room, which says %s, is told apart from one that is away, and nothing is kept',
    async (code) => {
      s3.refuse(code === 'QuotaExceeded' ? 403 : 507, code, /partNumber=2|^PUT [^?]*\?x-id=PutObject/);
      for (const content of [Buffer.from('x'), randomBytes(17 * MEGABYTE)])
        await expect(storage.write(newId(), once(content))).rejects.toMatchObject({
          code: 'files.storage_full',
          retryAfterSeconds: 60,
        });
      expect([s3.objects.size, s3.uploads.size]).toEqual([0, 0]);
    },
  );

  it.each(['cut', 'silent'] as const)(
    'reading fails soon when a content stops in the middle (%s)',
    async (how) => {
      const key = newId();
      await storage.write(key, once(randomBytes(4 * MEGABYTE)));
      s3.breakContents(MEGABYTE, how);
      await expect(buffer(await hasty.read(key))).rejects.toMatchObject(unavailable);
      s3.heal();
      await storage.remove(key);
    },
    20_000,
  );

  it('a reader may pause for longer than the storage may be silent', async () => {
    const [key, content] = [newId(), randomBytes(4 * MEGABYTE)];
    await storage.write(key, once(content));
    const reading = await hasty.read(key);
    const pieces: Buffer[] = [];
    for await (const piece of reading) {
      // Longer than the hasty one waits.
      const end = performance.now() + (pieces.length === 0 ? 1500 : 0);
      await until(() => performance.now() >= end);
      pieces.push(piece as Buffer);
    }
    expect(Buffer.concat(pieces).equals(content)).toBe(true);
    await storage.remove(key);
  });
});
