import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { FileStorage } from '../../src/modules/files';
import { newId } from '../../src/shared/database/ids';

const MEGABYTE = 1024 * 1024;

/** What every kind of storage does, whatever it is made of. `storage` is asked for in each case. */
export function storageCases(storage: () => FileStorage): void {
  const keys = new Set<string>();
  function newKey(): string {
    const key = newId();
    keys.add(key);
    return key;
  }
  async function stored(...pieces: Buffer[]): Promise<string> {
    const key = newKey();
    await storage().write(key, arriving(pieces));
    return key;
  }
  async function* arriving(pieces: Buffer[], error?: Error): AsyncGenerator<Buffer> {
    for (const piece of pieces) yield await Promise.resolve(piece);
    if (error) throw error;
  }
  async function read(key: string, range?: { start: number; end: number }): Promise<Buffer> {
    return buffer(await storage().read(key, range));
  }
  /** Of the keys that the case has used. */
  async function listed(): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    for await (const { key, bytes } of storage().list()) if (keys.has(key)) found.set(key, bytes);
    return found;
  }
  afterEach(async () => {
    for (const key of keys) await storage().remove(key);
    keys.clear();
  });

  // 8 MB is where the contents of a bucket are divided.
  it.each([0, 1, 65_536, 8 * MEGABYTE - 1, 8 * MEGABYTE, 8 * MEGABYTE + 1, 17 * MEGABYTE])(
    'content of %i bytes is read as it was written, and has that size',
    async (bytes) => {
      const content = randomBytes(bytes);
      const key = await stored(content.subarray(0, bytes / 3), content.subarray(bytes / 3));
      expect(sha256(await read(key))).toBe(sha256(content));
      expect(await storage().sizeOf(key)).toBe(bytes);
      expect(await listed()).toEqual(new Map([[key, bytes]]));
    },
  );

  it('content that arrives in many small pieces is written whole', async () => {
    const pieces = Array.from({ length: 600 }, () => randomBytes(16_000));
    const key = await stored(...pieces);
    expect(sha256(await read(key))).toBe(sha256(Buffer.concat(pieces)));
  });

  it('a range is read with both of its ends', async () => {
    const content = randomBytes(9 * MEGABYTE);
    const key = await stored(content);
    for (const [start, end] of [
      [0, 0],
      [10, 19],
      [8 * MEGABYTE - 1, 8 * MEGABYTE],
      [content.length - 1, content.length - 1],
      [0, content.length - 1],
    ] as const)
      expect(sha256(await read(key, { start, end }))).toBe(sha256(content.subarray(start, end + 1)));
  });

  it.each([0, MEGABYTE, 9 * MEGABYTE])(
    'nothing is kept of content that breaks off after %i bytes, and its error is passed on',
    async (bytes) => {
      const key = newKey();
      const broken = arriving([randomBytes(bytes)], new Error('cut off'));
      await expect(storage().write(key, broken)).rejects.toThrow('cut off');
      expect(await storage().sizeOf(key)).toBeUndefined();
      expect(await listed()).toEqual(new Map());
    },
  );

  it('content can be seen when it is whole, and not before', async () => {
    const key = newKey();
    const gate = Promise.withResolvers<void>();
    const half = Promise.withResolvers<void>();
    async function* slow(): AsyncGenerator<Buffer> {
      yield randomBytes(10 * MEGABYTE);
      half.resolve();
      await gate.promise;
      yield randomBytes(1);
    }
    const writing = storage().write(key, slow());
    await half.promise;
    expect(await storage().sizeOf(key)).toBeUndefined();
    await expect(read(key)).rejects.toMatchObject({ code: 'files.storage_unavailable' });
    gate.resolve();
    await writing;
    expect(await storage().sizeOf(key)).toBe(10 * MEGABYTE + 1);
  });

  it('what is removed is gone, and removing it again does nothing', async () => {
    const key = await stored(randomBytes(100));
    await storage().remove(key);
    await storage().remove(key);
    expect(await storage().sizeOf(key)).toBeUndefined();
    await expect(read(key)).rejects.toMatchObject({ code: 'files.storage_unavailable' });
    expect(await listed()).toEqual(new Map());
  });

  it('what a process left that was killed while it wrote is removed with the key', async () => {
    const key = newKey();
    const half = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    async function* halted(): AsyncGenerator<Buffer> {
      yield randomBytes(10 * MEGABYTE);
      half.resolve();
      await end.promise;
    }
    const writing = storage().write(key, halted());
    await half.promise;
    expect([...(await listed()).keys()]).toEqual([key]);
    await storage().remove(key);
    expect(await listed()).toEqual(new Map());
    end.reject(new Error('killed'));
    await expect(writing).rejects.toThrow('killed');
  });

  it('all keys are listed, also when there are many', async () => {
    const contents = await Promise.all(
      Array.from({ length: 8 }, (_, bytes) => stored(randomBytes(bytes + 1))),
    );
    expect(await listed()).toEqual(new Map(contents.map((key, index) => [key, index + 1])));
  });

  it('many contents are written and read at once', async () => {
    const contents = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const content = randomBytes(100_000);
        return { content, key: await stored(content) };
      }),
    );
    await Promise.all(
      contents.map(async ({ content, key }) => expect(sha256(await read(key))).toBe(sha256(content))),
    );
  });

  it('a reader who goes away in the middle leaves the storage as it was', async () => {
    const key = await stored(randomBytes(3 * MEGABYTE));
    for (let count = 0; count < 5; count += 1)
      for await (const piece of await storage().read(key)) {
        expect((piece as Buffer).length).toBeGreaterThan(0);
        break;
      }
    expect((await read(key)).length).toBe(3 * MEGABYTE);
  });

  it.each(['../secret', '', 'a', '00000000-0000-0000-0000-00000000000g'])(
    'what is no id, such as %j, is no key',
    async (key) => {
      await expect(storage().write(key, arriving([]))).rejects.toThrow(TypeError);
      await expect(storage().read(key)).rejects.toThrow(TypeError);
      await expect(storage().remove(key)).rejects.toThrow(TypeError);
    },
  );
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
