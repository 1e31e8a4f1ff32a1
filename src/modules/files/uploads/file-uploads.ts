import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import type { FieldError } from '../../../shared/errors/domain-error';
import { unknownField } from '../../../shared/http/request-shape';
import { type SentFile, storeWhole } from '../../../shared/http/sent-file';
import { invalidRequest } from '../../../shared/http/validation';
import { LeftoversRepository } from '../collection/leftovers.repository';
import { FileTooLargeError, WrongTypeError } from '../files.errors';
import { sentences } from '../files.sentences';
import { type MediaType, mediaTypeOf, TELLING_BYTES } from '../media-types';
import { findPurpose, PURPOSE_NAMES, type PurposeName } from '../purposes/registry';
import { FileStorage } from '../storage/file-storage';

export const MEGABYTE = 1024 * 1024;
/** For the other fields of the form, and the lines between them. */
const ROOM_FOR_THE_FORM = 64 * 1024;
const FORM_LIMITS = { files: 1, fields: 10, fieldSize: 1024, headerPairs: 20 };

/** Content that is in the storage, but in no file yet. */
export interface StoredUpload {
  /** Its key in the storage. */
  contentId: string;
  sha256: Buffer;
  bytes: number;
  mediaType: MediaType;
}

/** An upload that is complete and allowed. */
export interface FileUpload extends StoredUpload {
  /** As it was sent. */
  name: string;
  purpose: PurposeName;
}

/** Receives files. It keeps no part of an upload that is incomplete or not allowed. */
@Injectable()
export class FileUploads {
  private readonly logger = new Logger(FileUploads.name);

  constructor(
    private readonly storage: FileStorage,
    private readonly leftovers: LeftoversRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Reads the parts of a form in any order, and stores its file while it arrives. What says by its Content-Length that it is too
   * large is refused before it arrives.
   *
   * @throws FileTooLargeError, WrongTypeError, StorageFullError, or InvalidError (422) for a form with other parts than FileForm.
   */
  async receive(request: FastifyRequest): Promise<FileUpload> {
    const { fileLimitMegabytes } = this.settings;
    const fileSize = fileLimitMegabytes * MEGABYTE;
    if (Number(request.headers['content-length'] ?? 0) > fileSize + ROOM_FOR_THE_FORM)
      throw new FileTooLargeError(fileLimitMegabytes);
    const parts = request.parts({ limits: { ...FORM_LIMITS, fileSize } });
    return this.keepWhole((store) => this.read(parts, store));
  }

  /** As `receive`, for content that is at hand. */
  async take(file: { name: string; purpose: PurposeName; content: Buffer }): Promise<FileUpload> {
    const { content, ...what } = file;
    return this.keepWhole(async (store) => ({ ...(await store(Readable.from([content]))), ...what }));
  }

  /**
   * Does what makes a file of the upload, and removes the upload unless it was taken. `work` tells which content the file has: it
   * is another one where the same bytes were there already, and it tells nothing where an earlier answer is repeated.
   */
  async use<T>({ contentId }: FileUpload, work: (tell: (taken: string) => void) => Promise<T>): Promise<T> {
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

  /** Removes content that no file was made of. Does nothing to content that a file has. */
  async discard(contentId: string): Promise<void> {
    try {
      if (!(await this.leftovers.claim(contentId))) return;
      await this.storage.remove(contentId);
      await this.leftovers.forget([contentId]);
    } catch (error) {
      this.logger.warn({ err: error as Error, contentId }, 'A part of an upload could not be removed yet');
    }
  }

  /** Removes what was stored if `read`, or what it reads, fails. */
  private async keepWhole(read: (store: Store) => Promise<Described>): Promise<FileUpload> {
    const contentId = newId();
    let isStored = false;
    const store: Store = (file) => {
      isStored = true;
      return this.store(contentId, file);
    };
    try {
      return await this.checked(contentId, await read(store));
    } catch (error) {
      if (isStored) await this.discard(contentId);
      throw error;
    }
  }

  private async read(parts: AsyncIterable<Multipart>, store: Store): Promise<Described> {
    let stored: (Received & { name: string }) | undefined;
    let purpose: PurposeName | undefined;
    const faults: FieldError[] = [];
    for await (const part of parts) {
      const { fieldname } = part;
      if (part.type === 'file' && fieldname === 'file') {
        stored = { ...(await store(part.file)), name: asTyped(part.filename) };
      } else if (part.type === 'field' && fieldname === 'purpose') {
        purpose = findPurpose(part.value)?.name;
      } else {
        if (part.type === 'file') part.file.resume();
        faults.push(unknownField(fieldname));
      }
    }
    if (!purpose)
      faults.push({
        field: 'purpose',
        rule: 'isIn',
        message: sentences.mustBePurpose({ purposes: PURPOSE_NAMES.join(', ') }),
      });
    if (!stored) faults.push({ field: 'file', rule: 'isFile', message: sentences.fileNeeded() });
    else if (stored.bytes === 0)
      faults.push({ field: 'file', rule: 'isNotEmpty', message: sentences.empty() });
    if (!stored || !purpose || faults.length > 0) throw invalidRequest(faults);
    return { ...stored, purpose };
  }

  /** The key is written down first, so that a process that is killed leaves nothing that is not known. */
  private async store(contentId: string, file: SentFile): Promise<Received> {
    const { requestSeconds, filesGraceHours } = this.settings;
    const longest = requestSeconds * 1000 + filesGraceHours * 3_600_000;
    const removeAt = new Date(this.clock.now().getTime() + longest);
    await this.transactions.outside(() => this.leftovers.announce(contentId, removeAt));
    const tooLarge = new FileTooLargeError(this.settings.fileLimitMegabytes);
    const received = new ReceivedContent();
    await storeWhole(file, tooLarge, (content) => this.storage.write(contentId, received.of(content)));
    return received.told();
  }

  private async checked(contentId: string, { head, purpose, ...received }: Described): Promise<FileUpload> {
    const types = findPurpose(purpose)?.types ?? [];
    const mediaType = await mediaTypeOf(head);
    if (!mediaType || !types.includes(mediaType)) throw new WrongTypeError(types);
    return { contentId, purpose, mediaType, ...received };
  }
}

/** Browsers escape quotes in the names of files (HTML, multipart/form-data encoding). */
function asTyped(filename: string): string {
  return filename.replaceAll('%22', '"');
}

interface Received {
  sha256: Buffer;
  bytes: number;
  /** The first TELLING_BYTES. */
  head: Buffer;
}

interface Described extends Received {
  name: string;
  purpose: PurposeName;
}

type Store = (file: SentFile) => Promise<Received>;

/** Looks at content that passes by. */
class ReceivedContent {
  private readonly digest = createHash('sha256');
  private readonly pieces: Buffer[] = [];
  private bytes = 0;

  async *of(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
    for await (const piece of content) {
      this.digest.update(piece);
      if (this.bytes < TELLING_BYTES) this.pieces.push(piece.subarray(0, TELLING_BYTES - this.bytes));
      this.bytes += piece.length;
      yield piece;
    }
  }

  told(): Received {
    return { sha256: this.digest.digest(), bytes: this.bytes, head: Buffer.concat(this.pieces) };
  }
}
