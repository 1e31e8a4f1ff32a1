import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { CourseAccess } from '../../courses';
import { FileNotUsableError, type FileOwner, FileOwners, type FileResponse, FilesFacade } from '../../files';
import { FeedbackFilesRepository } from './feedback-files.repository';

/** Files with their links, by id. */
export type FilesById = ReadonlyMap<string, FileResponse>;

/** The files that markers give back with a mark. Marks without any, which most are, cost nothing here. */
@Injectable()
export class FeedbackFiles implements FileOwner, OnModuleInit {
  constructor(
    private readonly references: FeedbackFilesRepository,
    private readonly files: FilesFacade,
    private readonly owners: FileOwners,
    private readonly access: CourseAccess,
  ) {}

  onModuleInit(): void {
    this.owners.provide(this);
  }

  /**
   * To be called in the transaction that writes the mark. A marker gives back what they uploaded for that, or what a mark of the
   * script had before.
   *
   * @throws FileNotUsableError (422), and holds nothing then
   */
  async hold(userId: string, scriptId: string, fileIds: readonly string[]): Promise<void> {
    if (fileIds.length === 0) return;
    const own = await this.files.lockOwn(userId, 'feedback', fileIds);
    const others = fileIds.filter((id) => !own.has(id));
    const held = new Set(others.length === 0 ? [] : await this.references.ofScript(scriptId));
    const unusable = fileIds.flatMap((fileId, at) =>
      own.has(fileId) || held.has(fileId) ? [] : [{ field: `fileIds.${at}`, fileId }],
    );
    if (unusable.length > 0) throw new FileNotUsableError(unusable);
    await this.references.insert(scriptId, [...own.keys()]);
  }

  /** With links, for readers who may read the marks. One statement, and none for none. */
  async describe(marks: readonly { fileIds: readonly string[] | null }[]): Promise<FilesById> {
    const fileIds = new Set(marks.flatMap(({ fileIds: ids }) => ids ?? []));
    if (fileIds.size === 0) return new Map();
    const files = await this.files.describe([...fileIds]);
    return new Map(files.map((file) => [file.id, file]));
  }

  /** Those that the caller may read as staff of the course in which they were given back. Learners get links with their marks. */
  async readable(caller: Caller, fileIds: readonly string[]): Promise<string[]> {
    const places = await this.references.places(fileIds);
    if (places.length === 0) return [];
    const may = await this.access.inCourses(caller);
    return places.filter((place) => may('marks.read', place)).map(({ fileId }) => fileId);
  }

  held(fileIds: readonly string[]): Promise<string[]> {
    return this.references.held(fileIds);
  }
}

/** The files of a mark, in the order in which its marker named them. */
export function filesOf(fileIds: readonly string[] | null, files: FilesById): FileResponse[] {
  return (fileIds ?? []).flatMap((id) => files.get(id) ?? []);
}
