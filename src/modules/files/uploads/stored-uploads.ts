import { Readable } from 'node:stream';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { DismissedBytes } from '../collection/dismissed-bytes';
import { LeftoversRepository } from '../collection/leftovers.repository';
import { InfectedError, StorageUnavailableError, WrongTypeError } from '../files.errors';
import { type MediaType, mediaTypeOf } from '../media-types';
import { findPurpose, type PurposeName } from '../purposes/registry';
import { FileScanner } from '../scanning/file-scanner';
import { FileStorage } from '../storage/file-storage';
import { isPicture, type PictureSize } from '../variants/image-sizes';
import { pictureSize } from '../variants/smaller-picture';
import { type Received, ReceivedContent } from './received-content';

/** Content that is in the storage, but in no file yet. */
export interface StoredUpload {
  /** Its key in the storage. */
  contentId: string;
  sha256: Buffer;
  bytes: number;
  mediaType: MediaType;
  /** Of a picture; undefined where it does not say. */
  size: PictureSize | undefined;
}

/** An upload that is complete and allowed. */
export interface FileUpload extends StoredUpload {
  /** As it was sent. */
  name: string;
  purpose: PurposeName;
}

/** Content that is stored, with what its sender says of it. */
export interface Described extends Received {
  name: string;
  purpose: PurposeName;
}

/** Stores content while it arrives. */
export type Store = (content: AsyncIterable<Buffer>) => Promise<Received>;

/** Brings content into the storage, for which no file speaks yet. It keeps nothing that is incomplete or not allowed. */
@Injectable()
export class StoredUploads {
  private readonly logger = new Logger(StoredUploads.name);

  constructor(
    private readonly storage: FileStorage,
    private readonly scanner: FileScanner,
    private readonly leftovers: LeftoversRepository,
    private readonly dismissed: DismissedBytes,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Removes what was stored if `read`, or what it reads, fails.
   *
   * @throws WrongTypeError, TooManyPixelsError, InfectedError, ScannerUnavailableError, StorageFullError, StorageUnavailableError, or
   *   the error of `read`
   */
  async keepWhole(read: (store: Store) => Promise<Described>): Promise<FileUpload> {
    const contentId = newId();
    let isStored = false;
    const store: Store = (content) => {
      isStored = true;
      return this.store(contentId, content);
    };
    try {
      return await this.checked(contentId, await read(store));
    } catch (error) {
      if (isStored) await this.discard(contentId, error);
      throw error;
    }
  }

  /** As `keepWhole`, for content of which all else is known. */
  async take(file: {
    name: string;
    purpose: PurposeName;
    content: AsyncIterable<Buffer>;
  }): Promise<FileUpload> {
    const { content, ...what } = file;
    return this.keepWhole(async (store) => ({ ...(await store(content)), ...what }));
  }

  /**
   * Does what makes a file of the upload, and removes the upload unless it was taken. `work` tells which content the file has: it
   * is another one where the same bytes were there already, and it tells nothing where an earlier answer is repeated.
   */
  async use<T>(
    { contentId }: Pick<FileUpload, 'contentId'>,
    work: (tell: (taken: string) => void) => Promise<T>,
  ): Promise<T> {
    let taken: string | undefined;
    try {
      return await work((content) => (taken = content));
    } catch (error) {
      taken = undefined;
      throw error;
    } finally {
      if (taken !== contentId) await this.discard(contentId);
    }
  }

  /** Stores content of our own, which need not be looked at. */
  async put(content: Buffer): Promise<Pick<StoredUpload, 'contentId' | 'sha256' | 'bytes'>> {
    const contentId = newId();
    try {
      return { contentId, ...(await this.store(contentId, Readable.from([content]))) };
    } catch (error) {
      await this.discard(contentId, error);
      throw error;
    }
  }

  /**
   * Removes content that no file was made of. Does nothing to content that a file has.
   *
   * @param because the error for which it is discarded. A storage that is away would make the sender wait once more, so the next
   *   collection removes what is there.
   */
  async discard(contentId: string, because?: unknown): Promise<void> {
    try {
      if (because instanceof StorageUnavailableError)
        await this.leftovers.giveUp(contentId, this.clock.now());
      else if (await this.leftovers.claim(contentId)) await this.dismissed.remove([contentId]);
    } catch (error) {
      this.logger.warn({ err: error as Error, contentId }, 'A part of an upload could not be removed yet');
    }
  }

  /** The key is written down first, so that a process that is killed leaves nothing that is not known. */
  private async store(contentId: string, content: AsyncIterable<Buffer>): Promise<Received> {
    const { requestSeconds, filesGraceHours } = this.settings;
    const longest = requestSeconds * 1000 + filesGraceHours * 3_600_000;
    const removeAt = new Date(this.clock.now().getTime() + longest);
    await this.transactions.outside(() => this.leftovers.announce(contentId, removeAt));
    const received = new ReceivedContent();
    await this.storage.write(contentId, received.of(content));
    return received.told();
  }

  private async checked(contentId: string, { head, purpose, ...received }: Described): Promise<FileUpload> {
    const mediaType = await allowedType(head, purpose);
    const { imageLimitMegapixels } = this.settings;
    const size = isPicture(mediaType) ? await pictureSize(head, imageLimitMegapixels) : undefined;
    // Only once it is all there: a slow sender would keep one of the few scans that can be made at once.
    const found = await this.scanner.scan(() => this.storage.read(contentId));
    if (found !== undefined) throw new InfectedError(found);
    return { contentId, purpose, mediaType, size, ...received };
  }
}

/** What the content is, by its first TELLING_BYTES. Throws WrongTypeError where the purpose does not take it. */
export async function allowedType(head: Buffer, purpose: PurposeName): Promise<MediaType> {
  const types = findPurpose(purpose)?.types ?? [];
  const mediaType = await mediaTypeOf(head);
  if (!mediaType || !types.includes(mediaType)) throw new WrongTypeError(types);
  return mediaType;
}
