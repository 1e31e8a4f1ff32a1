import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import type { Caller } from '../../shared/auth/caller';
import { Clock } from '../../shared/clock/clock';
import { newId } from '../../shared/database/ids';
import { Transactions } from '../../shared/database/transactions';
import { LeftoversRepository } from './collection/leftovers.repository';
import type { FileLimitsResponse } from './dto/file-limits.response';
import { keptName } from './file-names';
import { FileOwners } from './file-owners';
import { FileNotFoundError, PersonLimitError, UploadGivenUpError } from './files.errors';
import { FilesRepository, type FileWithContent } from './files.repository';
import { findPurpose, mostMegabytesOf, PURPOSE_NAMES } from './purposes/registry';
import { MEGABYTE } from './sizes';
import type { FileUpload } from './uploads/stored-uploads';

const HOUR = 3_600_000;

/** Files: making them of uploads, and who may read them. */
@Injectable()
export class FilesService {
  constructor(
    private readonly files: FilesRepository,
    private readonly leftovers: LeftoversRepository,
    private readonly owners: FileOwners,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Makes a file of an upload. Its content becomes the file's, unless the same bytes are stored already: the caller discards the
   * upload then, and after every error.
   *
   * @param from the resumable upload that it was, and the id that it gets; a new one by default
   * @throws PersonLimitError, UploadGivenUpError
   */
  async keep(
    caller: Pick<Caller, 'userId'>,
    upload: FileUpload,
    { resumed, id = newId() }: { resumed?: string; id?: string } = {},
  ): Promise<FileWithContent> {
    const { sha256, bytes, mediaType, purpose } = upload;
    const { width, height } = upload.size ?? { width: null, height: null };
    const uploadedBy = caller.userId;
    const uploadedAt = this.clock.now();
    return this.transactions.run(async () => {
      await this.requireRoom(uploadedBy, bytes, resumed);
      const content = {
        ...{ id: upload.contentId, sha256, bytes, mediaType, width, height },
        storedAt: uploadedAt,
      };
      const contentId = await this.files.addContent(content);
      const file = {
        id,
        name: keptName(upload.name, mediaType),
        purpose,
        bytes,
        uploadedBy,
        uploadedAt,
      };
      await this.files.insert({ ...file, contentId, lookAt: this.graceEnd() });
      if (contentId === upload.contentId && !(await this.leftovers.settle(contentId)))
        throw new UploadGivenUpError();
      return { ...file, contentId, sha256, mediaType, width, height };
    });
  }

  /** Throws FileNotFoundError, also where the caller may not know of the file. */
  async find(caller: Caller, fileId: string): Promise<FileWithContent> {
    const file = await this.files.find(fileId);
    if (!file) throw new FileNotFoundError();
    if (file.uploadedBy === caller.userId) return file;
    if (!(await this.owners.readable(caller, [fileId])).has(fileId)) throw new FileNotFoundError();
    return file;
  }

  /** For whoever has a link to it. Throws FileNotFoundError. */
  async findLinked(fileId: string): Promise<FileWithContent> {
    const file = await this.files.find(fileId);
    if (!file) throw new FileNotFoundError();
    return file;
  }

  async limits({ userId }: Caller): Promise<FileLimitsResponse> {
    const { fileLimitMegabytes, filesPerPersonMegabytes, filesPerCourseMegabytes } = this.settings;
    return {
      purposes: PURPOSE_NAMES.map((purpose) => ({
        purpose,
        mediaTypes: findPurpose(purpose)?.types ?? [],
        maxBytesPerFile: mostMegabytesOf(purpose, fileLimitMegabytes) * MEGABYTE,
      })),
      maxBytesPerFile: fileLimitMegabytes * MEGABYTE,
      maxBytesPerPerson: filesPerPersonMegabytes * MEGABYTE,
      yourBytes: await this.files.usage(userId, this.clock.now()),
      maxBytesPerCourse: filesPerCourseMegabytes * MEGABYTE,
    };
  }

  /** When a file that nobody holds from now on may be removed. */
  graceEnd(): Date {
    return new Date(this.clock.now().getTime() + this.settings.filesGraceHours * HOUR);
  }

  /**
   * To be called in a transaction, which nobody else can add to the person's files until it ends.
   *
   * @param resumed the resumable upload that the bytes are of, and whose room is reserved
   * @throws PersonLimitError where so many bytes more would be too much
   */
  async requireRoom(userId: string, bytes: number, resumed?: string): Promise<void> {
    const { filesPerPersonMegabytes } = this.settings;
    const used = await this.files.lockUsage(userId, this.clock.now(), resumed);
    if (used + bytes > filesPerPersonMegabytes * MEGABYTE)
      throw new PersonLimitError(filesPerPersonMegabytes);
  }
}
