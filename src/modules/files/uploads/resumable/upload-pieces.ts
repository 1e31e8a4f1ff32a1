import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../../config/config.module';
import type { Settings } from '../../../../config/settings';
import { Clock } from '../../../../shared/clock/clock';
import { newId } from '../../../../shared/database/ids';
import { Transactions } from '../../../../shared/database/transactions';
import { LeftoversRepository } from '../../collection/leftovers.repository';
import { OffsetConflictError, PieceChecksumError, UploadOverrunError } from '../../files.errors';
import { givenBack } from '../../given-back';
import { TELLING_BYTES } from '../../media-types';
import type { PurposeName } from '../../purposes/registry';
import { MEGABYTE } from '../../sizes';
import { FileStorage } from '../../storage/file-storage';
import { allowedType, StoredUploads } from '../stored-uploads';
import { ArrivingBody } from './arriving-body';
import type { ResumableUpload } from './resumable-upload.entity';
import { ResumableUploadsRepository } from './resumable-uploads.repository';
import type { Checksum } from './tus-headers';

/**
 * A long body is kept in pieces of this size while it arrives: what a process has at least kept when it is killed. What a
 * connection has brought when it is cut off is kept to the last byte.
 */
const PIECE_BYTES = 64 * MEGABYTE;

/** A piece may begin to arrive until the upload expires, and takes REQUEST_SECONDS and then a moment to be stored. */
const STORING_MILLISECONDS = 60_000;

/** Bytes that come for an upload in one request. */
export interface SentPiece {
  body: Readable;
  checksum: Checksum | undefined;
}

/**
 * Keeps the pieces of uploads, each as a content of its own in the storage, and puts them together. Nothing is ever written twice
 * under a key, so two requests that send the same part at once cannot mix their bytes.
 */
@Injectable()
export class UploadPieces {
  /** The requests that send pieces to this process, by their uploads. */
  private readonly running = new Map<string, { body: Readable; arrived: Promise<number> }>();

  constructor(
    private readonly storage: FileStorage,
    private readonly uploads: ResumableUploadsRepository,
    private readonly leftovers: LeftoversRepository,
    private readonly stored: StoredUploads,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Keeps what arrives, from where the upload ends. A piece with a checksum is kept whole or not at all. Returns where the upload
   * ends then.
   *
   * @throws OffsetConflictError where another request takes over, UploadOverrunError, PieceChecksumError, WrongTypeError as soon as
   *   the first bytes show it, StorageFullError, StorageUnavailableError
   */
  async receive(upload: ResumableUpload, purpose: PurposeName, sent: SentPiece): Promise<number> {
    const running = { body: sent.body, arrived: this.receiveAll(upload, purpose, sent) };
    this.running.set(upload.id, running);
    try {
      return await running.arrived;
    } finally {
      if (this.running.get(upload.id) === running) this.running.delete(upload.id);
    }
  }

  /**
   * Ends a request that still sends a piece of the upload to this process, and waits until what it has brought is kept. Whoever
   * asks how far an upload is has lost the connection of that request, even if the server has not noticed yet.
   */
  async endRunning(uploadId: string): Promise<void> {
    const running = this.running.get(uploadId);
    if (!running) return;
    running.body.destroy();
    await running.arrived.catch(() => undefined);
  }

  private async receiveAll(upload: ResumableUpload, purpose: PurposeName, sent: SentPiece): Promise<number> {
    const { checksum } = sent;
    const writer = newId();
    if (!(await this.uploads.claim(upload.id, upload.arrived, writer))) throw new OffsetConflictError();
    const overrun = new UploadOverrunError(upload.bytes);
    const body = new ArrivingBody(sent.body, upload.bytes - upload.arrived, overrun);
    let arrived = upload.arrived;
    while (await body.hasMore()) {
      const digest = checksum && createHash(checksum.algorithm);
      const content = watched(givenBack(body.piece(checksum ? Infinity : PIECE_BYTES)), digest);
      const isFirst = arrived === 0;
      arrived = await this.keep(
        { upload, writer, position: arrived },
        isFirst ? whileAllowed(content, purpose) : content,
        () => {
          if (checksum && (body.isCutOff || !digest?.digest().equals(checksum.digest)))
            throw new PieceChecksumError();
        },
      );
    }
    return arrived;
  }

  /** All pieces of the upload, one after another, as one content. */
  async *whole(upload: ResumableUpload): AsyncGenerator<Buffer, void, undefined> {
    for (const { id } of await this.uploads.piecesOf(upload.id))
      yield* givenBack((await this.storage.read(id)) as AsyncIterable<Buffer>);
  }

  /** Returns where the piece ends. */
  private async keep(
    place: { upload: ResumableUpload; writer: string; position: number },
    content: AsyncIterable<Buffer>,
    check: () => void,
  ): Promise<number> {
    const { upload, writer, position } = place;
    const id = newId();
    const count = { bytes: 0 };
    await this.leftovers.announce(id, this.endOf(upload));
    try {
      await this.storage.write(id, counted(content, count));
      check();
      const piece = { id, uploadId: upload.id, position, bytes: count.bytes };
      const isAdded = await this.transactions.run(() =>
        this.uploads.addPiece(piece, writer, this.clock.now()),
      );
      if (!isAdded) throw new OffsetConflictError();
    } catch (error) {
      await this.stored.discard(id, error);
      throw error;
    }
    return position + count.bytes;
  }

  /** When nobody can be sending a piece of the upload any more. */
  private endOf({ expiresAt }: ResumableUpload): Date {
    return new Date(expiresAt.getTime() + this.settings.requestSeconds * 1000 + STORING_MILLISECONDS);
  }
}

async function* counted(
  content: AsyncIterable<Buffer>,
  count: { bytes: number },
): AsyncGenerator<Buffer, void, undefined> {
  for await (const part of content) {
    count.bytes += part.length;
    yield part;
  }
}

async function* watched(
  content: AsyncIterable<Buffer>,
  digest: Hash | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const part of content) {
    digest?.update(part);
    yield part;
  }
}

/** The first piece, which is refused as soon as it shows that the file is of no type that may be uploaded. */
async function* whileAllowed(
  content: AsyncIterable<Buffer>,
  purpose: PurposeName,
): AsyncGenerator<Buffer, void, undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of content) {
    if (bytes < TELLING_BYTES) {
      parts.push(Buffer.from(part.subarray(0, TELLING_BYTES - bytes)));
      bytes += part.length;
      if (bytes >= TELLING_BYTES) await allowedType(Buffer.concat(parts.splice(0)), purpose);
    }
    yield part;
  }
}
