import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { loadSettings } from '../../src/config/settings';
import { type FileStorage, openFileStorage } from '../../src/modules/files';
import { newId } from '../../src/shared/database/ids';
import { FilesRoom, picture } from '../support/files-room';
import { storageCases } from '../support/storage-cases';
import { hasSwift, Swift } from './swift';

const MEGABYTE = 1024 * 1024;

/** Another storage than Swift: its address, and keys that may make buckets. */
const {
  TEST_S3_ENDPOINT: given,
  TEST_S3_ACCESS_KEY: accessKey = Swift.accessKey,
  TEST_S3_SECRET_KEY: secretKey = Swift.secretKey,
  TEST_S3_REGION: region = 'us-east-1',
} = process.env;

describe('a storage that others have made', () => {
  const bucket = `stoa-${newId()}`;
  let swift: Swift | undefined;
  let client: S3Client;
  let environment: Record<string, string>;
  let storage: FileStorage;
  beforeAll(async () => {
    if (given === undefined && !hasSwift())
      throw new Error(
        'Set TEST_S3_ENDPOINT, or install Swift: apt-get install swift swift-account swift-container swift-object swift-proxy',
      );
    if (given === undefined) swift = await Swift.start();
    const endpoint = given ?? swift?.endpoint ?? '';
    const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
    client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    environment = {
      ...{ FILES_STORAGE: 's3', FILES_S3_ENDPOINT: endpoint, FILES_S3_REGION: region },
      ...{ FILES_S3_BUCKET: bucket, FILES_S3_ACCESS_KEY: accessKey, FILES_S3_SECRET_KEY: secretKey },
      ...{ FILES_S3_PREFIX: 'stoa/', FILES_S3_WAIT_SECONDS: '60' },
    };
    storage = openFileStorage(loadSettings(environment));
  });
  afterAll(async () => {
    await client.send(new DeleteBucketCommand({ Bucket: bucket }));
    client.destroy();
    await swift?.stop();
  });

  storageCases(() => storage);

  it.each([
    ['FILES_S3_SECRET_KEY', 'wrong'],
    ['FILES_S3_BUCKET', 'nowhere'],
  ])('nothing can be written, read or listed where %s is wrong', async (name, value) => {
    const wrong = openFileStorage(loadSettings({ ...environment, [name]: value }));
    const unavailable = { code: 'files.storage_unavailable' };
    const content = (async function* () {
      yield await Promise.resolve(Buffer.from('x'));
    })();
    await expect(wrong.write(newId(), content)).rejects.toMatchObject(unavailable);
    await expect(wrong.read(newId())).rejects.toMatchObject(unavailable);
    await expect(wrong.sizeOf(newId())).rejects.toMatchObject(unavailable);
    await expect(wrong.list()[Symbol.asyncIterator]().next()).rejects.toMatchObject(unavailable);
  });

  it('a school keeps its files there', async () => {
    const room = await FilesRoom.open(environment);
    try {
      const author = await room.app.person('instructor');
      const content = Buffer.concat([picture(), randomBytes(9 * MEGABYTE)]);
      const file = await room.file(author, content);
      expect(Buffer.from(await (await room.fetch(file.url)).arrayBuffer()).equals(content)).toBe(true);
      const part = await room.fetch(file.url, undefined, { range: 'bytes=-100' });
      expect(Buffer.from(await part.arrayBuffer()).equals(content.subarray(-100))).toBe(true);
      room.app.clock.advanceDays(2);
      await room.collect();
      expect(await room.kept()).toEqual({ stored: [], contents: 0, files: 0, leftovers: 0 });
    } finally {
      await room.close();
    }
  });
});
