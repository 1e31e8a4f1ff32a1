import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../../config/config.module';
import type { Settings } from '../../../../config/settings';
import type { Caller } from '../../../../shared/auth/caller';
import { Clock } from '../../../../shared/clock/clock';
import { newId } from '../../../../shared/database/ids';
import { Transactions } from '../../../../shared/database/transactions';
import { DismissedBytes } from '../../collection/dismissed-bytes';
import { LeftoversRepository } from '../../collection/leftovers.repository';
import {
  FileTooLargeError,
  InfectedError,
  OffsetConflictError,
  StorageUnavailableError,
  TooManyPiecesError,
  TooManyPixelsError,
  TooManyUploadsError,
  UploadFinishingError,
  UploadNotFoundError,
  UploadOverrunError,
  WrongTypeError,
} from '../../files.errors';
import { FilesService } from '../../files.service';
import { mostMegabytesOf, requireUploader } from '../../purposes/registry';
import { MEGABYTE } from '../../sizes';
import { type FileUpload, StoredUploads } from '../stored-uploads';
import type { ResumableUpload } from './resumable-upload.entity';
import { ResumableUploadsRepository } from './resumable-uploads.repository';
import { type SentPiece, UploadPieces } from './upload-pieces';
import { whatIsSaid } from './what-is-said';

/** Of one person at a time. */
const MOST_UNFINISHED = 100;
const MOST_PIECES = 10_000;

/** A process that is killed while it makes a file of an upload keeps others from doing so for this long. */
const FINISHING_MILLISECONDS = 10_000;

/** What is never kept, however often it is tried. */
const REFUSED = [WrongTypeError, TooManyPixelsError, InfectedError];

const AT_ONCE = 100;

/** What an upload is to become. */
interface Wish {
  bytes: number;
  /** `Upload-Metadata`. */
  metadata: string;
}

/** Files that arrive in several requests, of which any process may take each. */
@Injectable()
export class ResumableUploads {
  constructor(
    private readonly uploads: ResumableUploadsRepository,
    private readonly pieces: UploadPieces,
    private readonly stored: StoredUploads,
    private readonly files: FilesService,
    private readonly leftovers: LeftoversRepository,
    private readonly dismissed: DismissedBytes,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Begins an upload. Until it is complete or expires, it counts as if its bytes were there.
   *
   * @throws FileTooLargeError, PersonLimitError, TooManyUploadsError, UploadHeaderError, RoleNeededError, or InvalidError without a purpose
   */
  async begin(caller: Caller, { bytes, metadata }: Wish): Promise<ResumableUpload> {
    const { userId } = caller;
    const { fileLimitMegabytes, filesGraceHours } = this.settings;
    const { purpose } = whatIsSaid(metadata);
    requireUploader(caller, purpose);
    const most = mostMegabytesOf(purpose, fileLimitMegabytes);
    if (bytes > most * MEGABYTE) throw new FileTooLargeError(most);
    const now = this.clock.now();
    const upload: ResumableUpload = {
      ...{ id: newId(), uploadedBy: userId, bytes, arrived: 0, pieces: 0, metadata },
      ...{ writer: null, finishingUntil: now, fileId: null, createdAt: now },
      expiresAt: new Date(now.getTime() + filesGraceHours * 3_600_000),
    };
    await this.transactions.run(async () => {
      await this.files.requireRoom(userId, bytes);
      if ((await this.uploads.countUnfinished(userId, now)) >= MOST_UNFINISHED)
        throw new TooManyUploadsError(MOST_UNFINISHED);
      await this.uploads.insert(upload);
    });
    return upload;
  }

  /**
   * How far an upload is. One that is complete becomes a file now, if the request that completed it could not make one of it.
   *
   * @throws UploadNotFoundError, and what making a file of it throws
   */
  async find(caller: Caller, uploadId: string): Promise<ResumableUpload> {
    await this.require(caller, uploadId);
    await this.pieces.endRunning(uploadId);
    return this.finishedIfWhole(caller, await this.require(caller, uploadId));
  }

  /**
   * Adds what arrives to an upload, and makes a file of it when it is complete. Of two requests that send the same part, the one
   * that came later wins: only it can be of somebody who still waits for an answer.
   *
   * @param announced how many bytes the request says that it brings
   * @throws UploadNotFoundError, OffsetConflictError, UploadOverrunError, TooManyPiecesError, PieceChecksumError, WrongTypeError,
   *   UploadFinishingError, StorageFullError, StorageUnavailableError
   */
  async add(
    caller: Caller,
    uploadId: string,
    sent: SentPiece & { offset: number; announced: number | undefined },
  ): Promise<ResumableUpload> {
    const upload = await this.require(caller, uploadId);
    const { offset, announced = 0 } = sent;
    if (offset !== upload.arrived) throw new OffsetConflictError();
    if (offset + announced > upload.bytes) throw new UploadOverrunError(upload.bytes);
    if (upload.pieces >= MOST_PIECES) throw new TooManyPiecesError(MOST_PIECES);
    if (upload.arrived === upload.bytes) return this.finishedIfWhole(caller, upload);
    const arrived = await this.removingRefused(upload, () =>
      this.pieces.receive(upload, whatIsSaid(upload.metadata).purpose, sent),
    );
    return this.finishedIfWhole(caller, { ...upload, arrived });
  }

  /** Gives an upload up. What became a file of it stays. Throws UploadNotFoundError. */
  async remove(caller: Caller, uploadId: string): Promise<void> {
    await this.require(caller, uploadId);
    await this.removeAll([uploadId]);
  }

  /** Removes some of the uploads whose time is over. Returns how many. */
  async removeExpired(): Promise<number> {
    const expired = await this.uploads.expired(this.clock.now(), AT_ONCE);
    await this.removeAll(expired);
    return expired.length;
  }

  private async require({ userId }: Caller, uploadId: string): Promise<ResumableUpload> {
    const upload = await this.uploads.find(uploadId, userId, this.clock.now());
    if (!upload) throw new UploadNotFoundError();
    return upload;
  }

  private async finishedIfWhole(caller: Caller, upload: ResumableUpload): Promise<ResumableUpload> {
    if (upload.arrived < upload.bytes || upload.fileId !== null) return upload;
    return { ...upload, fileId: await this.removingRefused(upload, () => this.finish(caller, upload)) };
  }

  /** Makes a file of an upload that is complete. Returns its id. */
  private async finish(caller: Caller, upload: ResumableUpload): Promise<string> {
    const soon = (): Date => new Date(this.clock.now().getTime() + FINISHING_MILLISECONDS);
    if (!(await this.uploads.beginFinishing(upload.id, this.clock.now(), soon())))
      throw new UploadFinishingError();
    const going = setInterval(
      () => void this.uploads.setFinishingUntil(upload.id, soon()).catch(() => undefined),
      FINISHING_MILLISECONDS / 4,
    );
    try {
      const whole = await this.stored.take({
        ...whatIsSaid(upload.metadata),
        content: this.pieces.whole(upload),
      });
      return await this.stored.use(whole, (tell) => this.keep(caller, upload, whole, tell));
    } catch (error) {
      await this.uploads.setFinishingUntil(upload.id, this.clock.now());
      throw error;
    } finally {
      clearInterval(going);
    }
  }

  private async keep(
    caller: Caller,
    upload: ResumableUpload,
    whole: FileUpload,
    tell: (contentId: string) => void,
  ): Promise<string> {
    if (whole.bytes !== upload.bytes) throw new StorageUnavailableError();
    const pieces = await this.uploads.piecesOf(upload.id);
    const keys = pieces.map(({ id }) => id);
    const file = await this.transactions.run(async () => {
      const kept = await this.files.keep(caller, whole, { resumed: upload.id });
      if (!(await this.uploads.complete(upload.id, kept.id))) throw new UploadNotFoundError();
      await this.leftovers.dismiss(keys, this.clock.now());
      return kept;
    });
    tell(file.contentId);
    await this.dismissed.remove(keys);
    return file.id;
  }

  /** What may not become a file need not be kept until it expires. */
  private async removingRefused<T>(upload: ResumableUpload, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (REFUSED.some((kind) => error instanceof kind)) await this.removeAll([upload.id]);
      throw error;
    }
  }

  private async removeAll(uploadIds: readonly string[]): Promise<void> {
    const keys = await this.transactions.run(async () => {
      const removed = await this.uploads.remove(uploadIds);
      await this.leftovers.dismiss(removed, this.clock.now());
      return removed;
    });
    await this.dismissed.remove(keys);
  }
}
