import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { BucketSettings } from '../../../../config/file-storage';
import { isId } from '../../../../shared/database/ids';
import { StorageFullError, StorageUnavailableError } from '../../files.errors';
import { type ByteRange, FileStorage } from '../file-storage';
import { inParts } from './parts';
import { type BegunUpload, S3Requests } from './s3-requests';
import { within } from './within';

/** As storages call it that nothing more fits in. */
const FULL = ['InsufficientStorage', 'QuotaExceeded', 'StorageFull', 'XMinioStorageFull'];
const INSUFFICIENT_STORAGE = 507;

/**
 * Files in a bucket of a storage that speaks the protocol of Amazon S3. An object there is seen when it is whole, and not before.
 * Content that is larger than a part is sent in parts, one after another, while it arrives; each upload holds one part in memory.
 * What becomes of parts whose process is killed is up to `remove`.
 */
export class S3Bucket extends FileStorage implements OnApplicationShutdown {
  private readonly logger = new Logger(S3Bucket.name);
  private readonly requests: S3Requests;

  constructor(private readonly settings: BucketSettings) {
    super();
    this.requests = new S3Requests(settings);
  }

  onApplicationShutdown(): void {
    this.requests.close();
  }

  async write(key: string, content: AsyncIterable<Buffer>): Promise<void> {
    const place = this.placeOf(key);
    let upload: BegunUpload | undefined;
    try {
      const parts = [];
      let bytes = 0;
      for await (const { part, isLast } of inParts(content)) {
        if (!upload && isLast) return await this.asked(this.requests.put(place, part));
        upload ??= await this.asked(this.requests.begin(place));
        parts.push(await this.asked(this.requests.putPart(upload, parts.length + 1, part)));
        bytes += part.length;
      }
      if (upload) await this.complete(key, upload, parts, bytes);
    } catch (error) {
      // A storage that is away would only make the sender wait longer.
      if (upload && !(error instanceof StorageUnavailableError)) await this.giveUp(upload);
      throw error;
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const bytes = range && `bytes=${range.start}-${range.end}`;
    const body = await this.asked(this.requests.get(this.placeOf(key), bytes));
    const content = Readable.from(this.watched(body), { objectMode: false, highWaterMark: 256 * 1024 });
    // A reader who goes away frees the connection, also while the storage is silent.
    content.once('close', () => body.destroy());
    return content;
  }

  async remove(key: string): Promise<void> {
    const place = this.placeOf(key);
    for await (const upload of this.askedEach(this.requests.begun(place)))
      await this.asked(this.requests.giveUp(upload).catch(unlessGone));
    await this.asked(this.requests.delete(place).catch(unlessGone));
  }

  async sizeOf(key: string): Promise<number | undefined> {
    try {
      return await this.requests.sizeOf(this.placeOf(key));
    } catch (error) {
      if (statusOf(error) !== 404) throw this.asStorageError(error);
      // The answer to HEAD has no body that says what is not there: the object, or the whole bucket.
      await this.asked(this.requests.lookAtBucket());
      return undefined;
    }
  }

  async *list(): AsyncGenerator<{ key: string; bytes: number }, void, undefined> {
    const { prefix } = this.settings;
    for await (const { key, bytes } of this.askedEach(this.requests.objects(prefix)))
      if (isId(key.slice(prefix.length))) yield { key: key.slice(prefix.length), bytes };
    for await (const { key } of this.askedEach(this.requests.begun(prefix)))
      if (isId(key.slice(prefix.length))) yield { key: key.slice(prefix.length), bytes: 0 };
  }

  private async complete(
    key: string,
    upload: BegunUpload,
    parts: Parameters<S3Requests['complete']>[1],
    bytes: number,
  ): Promise<void> {
    try {
      await this.requests.complete(upload, parts);
    } catch (error) {
      // The answer to a first attempt was lost, and the second finds the upload completed.
      if (nameOf(error) === 'NoSuchUpload' && (await this.sizeOf(key)) === bytes) return;
      throw this.asStorageError(error);
    }
  }

  /** What cannot be given up now is removed with the key later. */
  private async giveUp(upload: BegunUpload): Promise<void> {
    await this.requests.giveUp(upload).catch((error: unknown) => {
      if (nameOf(error) !== 'NoSuchUpload')
        this.logger.warn(
          { err: error as Error, key: upload.key },
          'Parts of an upload could not be removed yet',
        );
    });
  }

  /** Fails when nothing comes although it is asked for. A reader may pause as long as they like. */
  private async *watched(body: Readable): AsyncGenerator<Buffer, void, undefined> {
    const pieces = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    for (;;) {
      const next = await this.asked(within(this.settings.waitSeconds * 1000, pieces.next()));
      if (next.done) return;
      yield next.value;
    }
  }

  /** Keys come from the application, never from a request. This makes sure of it. */
  private placeOf(key: string): string {
    if (isId(key)) return this.settings.prefix + key;
    throw new TypeError('This is no key of a stored content.');
  }

  private async asked<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw this.asStorageError(error);
    }
  }

  private async *askedEach<T>(items: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    try {
      yield* items;
    } catch (error) {
      throw this.asStorageError(error);
    }
  }

  private asStorageError(error: unknown): Error {
    if (error instanceof StorageUnavailableError || error instanceof StorageFullError) return error;
    if (FULL.includes(nameOf(error)) || statusOf(error) === INSUFFICIENT_STORAGE)
      return new StorageFullError({ cause: error });
    return new StorageUnavailableError({ cause: error });
  }
}

function unlessGone(error: unknown): void {
  if (nameOf(error) !== 'NoSuchUpload' && nameOf(error) !== 'NoSuchKey') throw error;
}

function nameOf(error: unknown): string {
  return (error as { name?: string }).name ?? '';
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
