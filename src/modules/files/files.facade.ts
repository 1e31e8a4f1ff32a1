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
import { CourseLimitError, FileNotUsableError, FileTooLargeError } from './files.errors';
import { type FileFacts, FilesRepository, type NamedFile, type UsableFile } from './files.repository';
import { FilesService } from './files.service';
import { TELLING_BYTES } from './media-types';
import { isPersonal, mostMegabytesOf, type PurposeName } from './purposes/registry';
import { MEGABYTE } from './sizes';
import { FileStorage } from './storage/file-storage';
import { allowedType, StoredUploads } from './uploads/stored-uploads';
import { isPicture } from './variants/image-sizes';
import { pictureSize } from './variants/smaller-picture';

/** A file that is to be made. */
export interface NewFile {
  name: string;
  purpose: PurposeName;
  content: Buffer;
}

/** What a copy must say of a file to make it anew. */
export interface CarriableFile extends Pick<FileFacts, 'id' | 'name' | 'mediaType' | 'bytes'> {
  purpose: PurposeName;
  /** In hexadecimal. */
  sha256: string;
}

/** A file, and how to read it. */
export type OpenedFile = FileFacts & { read: () => Promise<Readable> };

/** Files for the modules that hold them. */
@Injectable()
export class FilesFacade {
  constructor(
    private readonly files: FilesRepository,
    private readonly service: FilesService,
    private readonly owners: FileOwners,
    private readonly uploads: StoredUploads,
    private readonly links: FileLinks,
    private readonly storage: FileStorage,
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

  /** What files are that can go along with a copy of what names them: those that are nobody's own work. One statement. */
  async carriable(fileIds: readonly string[]): Promise<CarriableFile[]> {
    const found = await this.files.findMany([...new Set(fileIds)]);
    return found.filter(isForOthers).map(({ id, name, purpose, mediaType, bytes, sha256 }) => ({
      ...{ id, name, purpose, mediaType, bytes, sha256: sha256.toString('hex') },
    }));
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

  /** Throws FileTooLargeError where one file has so many bytes. */
  requireSize(purpose: PurposeName, bytes: number): void {
    const most = mostMegabytesOf(purpose, this.settings.fileLimitMegabytes);
    if (bytes > most * MEGABYTE) throw new FileTooLargeError(most);
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

  /** The files with what is in them, for whoever writes them elsewhere. Those that are gone are left out. */
  async open(fileIds: readonly string[]): Promise<OpenedFile[]> {
    const files = await this.files.findMany(fileIds);
    return files.map((file) => ({ ...file, read: () => this.storage.read(file.contentId) }));
  }

  /** Those of the files that the caller may read, with what is in them. */
  async openReadable(caller: Caller, fileIds: readonly string[]): Promise<OpenedFile[]> {
    const files = await this.files.findMany(fileIds);
    const others = files.filter(({ uploadedBy }) => uploadedBy !== caller.userId).map(({ id }) => id);
    const readable = await this.owners.readable(caller, others);
    return files
      .filter(({ id }) => !others.includes(id) || readable.has(id))
      .map((file) => ({ ...file, read: () => this.storage.read(file.contentId) }));
  }

  /**
   * What a file would be. Nothing is stored.
   *
   * @throws FileTooLargeError, WrongTypeError, TooManyPixelsError
   */
  async inspect({ name, purpose, content }: NewFile): Promise<Omit<FileFacts, 'id'>> {
    this.requireSize(purpose, content.length);
    const head = content.subarray(0, TELLING_BYTES);
    const mediaType = await allowedType(head, purpose);
    const size = isPicture(mediaType)
      ? await pictureSize(head, this.settings.imageLimitMegapixels)
      : undefined;
    const { width, height } = size ?? { width: null, height: null };
    return { name, mediaType, bytes: content.length, width, height };
  }

  /** Makes a file, for commands that create data. Returns its address. */
  async create(caller: Pick<Caller, 'userId'>, file: NewFile, fileId = newId()): Promise<string> {
    return fileAddress(await this.make(caller, file, fileId));
  }

  /** Makes a file of what somebody sent in another way. Returns its id. Throws what an upload throws. */
  async make(caller: Pick<Caller, 'userId'>, file: NewFile, fileId = newId()): Promise<string> {
    return this.receive(caller, { ...file, content: Readable.from([file.content]) }, fileId);
  }

  /** As `make`, of content that comes piece by piece. Throws what it throws as well; then nothing is kept. */
  async receive(
    caller: Pick<Caller, 'userId'>,
    file: Omit<NewFile, 'content'> & { content: AsyncIterable<Buffer> },
    fileId: string,
  ): Promise<string> {
    const upload = await this.uploads.take(file);
    const { id } = await this.uploads.use(upload, async (tell) => {
      const kept = await this.service.keep(caller, upload, { id: fileId });
      tell(kept.contentId);
      return kept;
    });
    return id;
  }
}

function isForOthers({ purpose }: Pick<UsableFile, 'purpose'>): boolean {
  return !isPersonal(purpose);
}
