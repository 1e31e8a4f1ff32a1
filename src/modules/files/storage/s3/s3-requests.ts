import { createRequire } from 'node:module';
import type { CompletedPart, ListMultipartUploadsOutput, ListObjectsV2Output } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import type { BucketSettings } from '../../../../config/file-storage';
import { within } from './within';

type Sdk = typeof import('@aws-sdk/client-s3');

/** With pauses of up to a second between them. */
const ATTEMPTS = 3;
/** More uploads and downloads at once wait for one another. */
const CONNECTIONS = 100;
const KEYS_A_PAGE = 1000;

/** An upload in parts that was begun. */
export interface BegunUpload {
  key: string;
  uploadId: string;
}

/**
 * Requests to one bucket, each of which is answered or fails within the time of the settings, with all its repetitions. Keys are
 * whole, with the prefix. Errors are those of the client; S3Bucket says what they mean.
 */
export class S3Requests {
  // Loaded here, because it takes 0.3 s and 30 MB that a school with files in a folder need not spend.
  private readonly sdk = createRequire(__filename)('@aws-sdk/client-s3') as Sdk;
  private readonly client: InstanceType<Sdk['S3Client']>;
  private readonly bucket: { Bucket: string };

  constructor(private readonly settings: BucketSettings) {
    const { endpoint, region, isPathStyle, credentials, bucket, waitSeconds } = settings;
    this.bucket = { Bucket: bucket };
    this.client = new this.sdk.S3Client({
      region,
      forcePathStyle: isPathStyle,
      maxAttempts: ATTEMPTS,
      // Checksums beyond those of the protocol's first version, which not every storage knows.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        connectionTimeout: Math.min(3000, waitSeconds * 1000),
        httpAgent: { maxSockets: CONNECTIONS },
        httpsAgent: { maxSockets: CONNECTIONS },
      },
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
    });
  }

  close(): void {
    this.client.destroy();
  }

  async put(key: string, content: Buffer): Promise<void> {
    const { PutObjectCommand } = this.sdk;
    const command = new PutObjectCommand({ ...this.of(key), Body: content, ContentLength: content.length });
    await this.send((options) => this.client.send(command, options));
  }

  async get(key: string, range: string | undefined): Promise<Readable> {
    const { GetObjectCommand } = this.sdk;
    const command = new GetObjectCommand({
      ...this.of(key),
      ...(range === undefined ? {} : { Range: range }),
    });
    const { Body } = await this.send((options) => this.client.send(command, options));
    return Body as Readable;
  }

  async delete(key: string): Promise<void> {
    const { DeleteObjectCommand } = this.sdk;
    const command = new DeleteObjectCommand(this.of(key));
    await this.send((options) => this.client.send(command, options));
  }

  async sizeOf(key: string): Promise<number> {
    const { HeadObjectCommand } = this.sdk;
    const command = new HeadObjectCommand(this.of(key));
    const { ContentLength } = await this.send((options) => this.client.send(command, options));
    return ContentLength ?? 0;
  }

  /** Fails where there is no such bucket, or it is not open to us. */
  async lookAtBucket(): Promise<void> {
    const { HeadBucketCommand } = this.sdk;
    const command = new HeadBucketCommand(this.bucket);
    await this.send((options) => this.client.send(command, options));
  }

  async *objects(prefix: string): AsyncGenerator<{ key: string; bytes: number }, void, undefined> {
    const { ListObjectsV2Command } = this.sdk;
    for (let token: string | undefined, isMore = true; isMore;) {
      const command = new ListObjectsV2Command({
        ...{ ...this.bucket, Prefix: prefix, MaxKeys: KEYS_A_PAGE, ContinuationToken: token },
      });
      const page: ListObjectsV2Output = await this.send((options) => this.client.send(command, options));
      for (const { Key = '', Size = 0 } of page.Contents ?? []) yield { key: Key, bytes: Size };
      token = page.NextContinuationToken;
      isMore = page.IsTruncated === true && token !== undefined;
    }
  }

  /** Uploads that were begun and neither completed nor given up. */
  async *begun(prefix: string): AsyncGenerator<BegunUpload, void, undefined> {
    const { ListMultipartUploadsCommand } = this.sdk;
    let from: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
    for (let isMore = true; isMore;) {
      const command = new ListMultipartUploadsCommand({ ...this.bucket, Prefix: prefix, ...from });
      const page: ListMultipartUploadsOutput = await this.send((options) =>
        this.client.send(command, options),
      );
      for (const { Key = '', UploadId = '' } of page.Uploads ?? []) yield { key: Key, uploadId: UploadId };
      from = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
      isMore = page.IsTruncated === true && Boolean(page.NextKeyMarker);
    }
  }

  async begin(key: string): Promise<BegunUpload> {
    const { CreateMultipartUploadCommand } = this.sdk;
    const command = new CreateMultipartUploadCommand(this.of(key));
    const { UploadId } = await this.send((options) => this.client.send(command, options));
    if (UploadId === undefined) throw new Error('The storage began an upload without a name for it.');
    return { key, uploadId: UploadId };
  }

  /** @param number from 1 */
  async putPart({ key, uploadId }: BegunUpload, number: number, content: Buffer): Promise<CompletedPart> {
    const { UploadPartCommand } = this.sdk;
    const part = { UploadId: uploadId, PartNumber: number };
    const command = new UploadPartCommand({
      ...{ ...this.of(key), ...part, Body: content, ContentLength: content.length },
    });
    const { ETag } = await this.send((options) => this.client.send(command, options));
    return { ETag, PartNumber: number };
  }

  async complete({ key, uploadId }: BegunUpload, parts: CompletedPart[]): Promise<void> {
    const { CompleteMultipartUploadCommand } = this.sdk;
    const whole = { UploadId: uploadId, MultipartUpload: { Parts: parts } };
    const command = new CompleteMultipartUploadCommand({ ...this.of(key), ...whole });
    await this.send((options) => this.client.send(command, options));
  }

  async giveUp({ key, uploadId }: BegunUpload): Promise<void> {
    const { AbortMultipartUploadCommand } = this.sdk;
    const command = new AbortMultipartUploadCommand({ ...this.of(key), UploadId: uploadId });
    await this.send((options) => this.client.send(command, options));
  }

  private of(key: string): { Bucket: string; Key: string } {
    return { ...this.bucket, Key: key };
  }

  /** The client would wait for as long as a storage asks it to before it tries again, so the time is limited here. */
  private async send<T>(request: (options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
    const giveUp = new AbortController();
    try {
      return await within(this.settings.waitSeconds * 1000, request({ abortSignal: giveUp.signal }));
    } catch (error) {
      giveUp.abort();
      throw error;
    }
  }
}
