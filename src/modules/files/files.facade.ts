import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../config/config.module';
import type { Settings } from '../../config/settings';
import type { Caller } from '../../shared/auth/caller';
import { newId } from '../../shared/database/ids';
import { FileLinks } from './delivery/file-links';
import { type FileResponse, toFileResponse } from './dto/file.response';
import { fileAddress } from './file-addresses';
import { FileOwners } from './file-owners';
import { CourseLimitError, FileNotUsableError } from './files.errors';
import { type FileFacts, FilesRepository, type NamedFile, type UsableFile } from './files.repository';
import { FilesService } from './files.service';
import { isPersonal, type PurposeName } from './purposes/registry';
import { MEGABYTE } from './sizes';
import { StoredUploads } from './uploads/stored-uploads';

/** Files for the modules that hold them. */
@Injectable()
export class FilesFacade {
  constructor(
    private readonly files: FilesRepository,
    private readonly service: FilesService,
    private readonly owners: FileOwners,
    private readonly uploads: StoredUploads,
    private readonly links: FileLinks,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * To be called in the transaction that begins to hold the files: none of them can be removed until it ends. Whoever may not
   * read a file cannot make others read it, and what somebody handed in cannot be shown to others.
   *
   * @param caller null where no person acts: any file that there is may be used
   * @throws FileNotUsableError (422)
   */
  async requireUsable(caller: Caller | null, named: readonly NamedFile[]): Promise<void> {
    const fileIds = [...new Set(named.map(({ fileId }) => fileId))];
    const found = (await this.files.lockForUse(fileIds)).filter(isForOthers);
    const isOpen = ({ uploadedBy }: UsableFile): boolean => caller === null || uploadedBy === caller.userId;
    const usable = new Set(found.filter(isOpen).map(({ id }) => id));
    const others = found.map(({ id }) => id).filter((id) => !usable.has(id));
    if (caller) for (const id of await this.owners.readable(caller, others)) usable.add(id);
    const unusable = named.filter(({ fileId }) => !usable.has(fileId));
    if (unusable.length > 0) throw new FileNotUsableError(unusable);
  }

  /** What files are, for those who hold them only if they are of some kind. */
  async facts(fileIds: readonly string[]): Promise<ReadonlyMap<string, FileFacts>> {
    const found = await this.files.findMany(fileIds);
    return new Map(found.map((file) => [file.id, file]));
  }

  /** As `requireUsable`, for work without a caller: those of the files that the person uploaded. */
  async usableOwn(userId: string, fileIds: readonly string[]): Promise<string[]> {
    const found = await this.files.lockForUse(fileIds);
    return found.filter((file) => file.uploadedBy === userId && isForOthers(file)).map(({ id }) => id);
  }

  /**
   * What those of the files are which the person uploaded for the purpose. Until the transaction ends none of them can be removed.
   */
  async lockOwn(
    userId: string,
    purpose: PurposeName,
    fileIds: readonly string[],
  ): Promise<ReadonlyMap<string, FileFacts>> {
    const found = await this.files.lockForUse(fileIds);
    const own = found.filter((file) => file.uploadedBy === userId && file.purpose === purpose);
    return this.facts(own.map(({ id }) => id));
  }

  /** Throws CourseLimitError where the files of a course, which have so many bytes together, are too much. */
  requireWithinCourse(bytes: number): void {
    const { filesPerCourseMegabytes } = this.settings;
    if (bytes > filesPerCourseMegabytes * MEGABYTE) throw new CourseLimitError(filesPerCourseMegabytes);
  }

  /** To be called in the transaction that ceases to hold the files. They stay for the grace at least. */
  async release(fileIds: readonly string[]): Promise<void> {
    await this.files.lookAgain(fileIds, this.service.graceEnd());
  }

  /** With fresh links, in the order in which they were uploaded, for a reader who may read what holds them. One statement. */
  async describe(fileIds: readonly string[]): Promise<FileResponse[]> {
    const files = await this.files.findMany(fileIds);
    return files.map((file) => toFileResponse(file, this.links.make(file)));
  }

  /** Makes a file, for commands that create data. Returns its address. */
  async create(
    caller: Pick<Caller, 'userId'>,
    file: { name: string; purpose: PurposeName; content: Buffer },
    fileId = newId(),
  ): Promise<string> {
    const { content, ...what } = file;
    const upload = await this.uploads.take({ ...what, content: Readable.from([content]) });
    const { id } = await this.uploads.use(upload, async (tell) => {
      const kept = await this.service.keep(caller, upload, { id: fileId });
      tell(kept.contentId);
      return kept;
    });
    return fileAddress(id);
  }
}

function isForOthers({ purpose }: UsableFile): boolean {
  return !isPersonal(purpose);
}
