import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { type FileOwner, FileOwners, FilesFacade, isPicture, PICTURE_TYPES } from '../../../files';
import { CourseAccess } from '../../access/course-access';
import type { Course } from '../../course.entity';
import { WrongFileTypeError } from '../../courses.errors';
import { CourseFileBytes } from './course-file-bytes';
import { DescriptionFilesRepository, type LabeledFile } from './description-files.repository';
import { type CourseCoverDto, type CourseCoverResponse, toCourseCover } from './dto/course-cover';
import type { SyllabusFileResponse } from './dto/syllabus-file';

type CoverColumns = Pick<Course, 'coverFileId' | 'coverText'>;

/** What a request says of the files of a description; what is left out stays as it is. */
export interface WantedFiles {
  /** Null for none. */
  cover?: CourseCoverDto | null | undefined;
  syllabusFiles?: readonly LabeledFile[] | undefined;
}

/** The cover of a course, and the files of its syllabus. Whoever finds the course may read them. */
@Injectable()
export class DescriptionFiles implements FileOwner, OnModuleInit {
  constructor(
    private readonly references: DescriptionFilesRepository,
    private readonly files: FilesFacade,
    private readonly owners: FileOwners,
    private readonly bytes: CourseFileBytes,
    private readonly access: CourseAccess,
  ) {}

  onModuleInit(): void {
    this.owners.provide(this);
  }

  /**
   * Makes a course hold the files that it is to have, and let go of the others. To be called in the transaction that writes the course,
   * with its row locked.
   *
   * @param caller null where no person acts: any file that there is may be used
   * @returns the columns of the course that change
   * @throws FileNotUsableError, WrongFileTypeError, CourseLimitError
   */
  async hold(
    caller: Caller | null,
    course: Pick<Course, 'id' | 'coverFileId'>,
    { cover, syllabusFiles }: WantedFiles,
  ): Promise<Partial<CoverColumns>> {
    if (cover === undefined && syllabusFiles === undefined) return {};
    const present = await this.references.filesOf(course.id);
    const before = heldIds(course.coverFileId, present);
    const added = namedIn({ cover, syllabusFiles }).filter(({ fileId }) => !before.has(fileId));
    if (added.length > 0) await this.files.requireUsable(caller, added);
    if (cover) await this.requirePicture(cover.fileId, 'cover.fileId');
    if (syllabusFiles) await this.references.replaceFiles(course.id, syllabusFiles);
    const coverFileId = cover === undefined ? course.coverFileId : (cover?.fileId ?? null);
    const after = heldIds(coverFileId, syllabusFiles ?? present);
    await this.files.release([...before].filter((id) => !after.has(id)));
    if (added.length > 0) await this.bytes.requireWithinLimit(course.id, coverFileId);
    return cover === undefined ? {} : { coverFileId, coverText: cover?.text ?? null };
  }

  /** As `hold`, of a course that the running transaction has made. Writes its columns, too. */
  async holdFirst(caller: Caller | null, courseId: string, wanted: WantedFiles): Promise<CoverColumns> {
    const none = { coverFileId: null, coverText: null };
    const cover = await this.hold(caller, { id: courseId, ...none }, wanted);
    if (cover.coverFileId) await this.references.setCover(courseId, cover);
    return { ...none, ...cover };
  }

  /** Throws WrongFileTypeError. One statement. */
  async requirePicture(fileId: string, field: string): Promise<void> {
    const file = (await this.files.facts([fileId])).get(fileId);
    if (file && !isPicture(file.mediaType)) throw new WrongFileTypeError([{ field, types: PICTURE_TYPES }]);
  }

  /** To be called before the course is deleted, in the same transaction. */
  async releaseCourse({ id, coverFileId }: Pick<Course, 'id' | 'coverFileId'>): Promise<void> {
    await this.files.release([...heldIds(coverFileId, await this.references.filesOf(id))]);
  }

  /** The covers of courses, with fresh links, for readers who find them. One statement, and none where no course has one. */
  async coversOf(
    courses: readonly CoverColumns[],
  ): Promise<(course: CoverColumns) => CourseCoverResponse | null> {
    const ids = [...new Set(courses.flatMap(({ coverFileId }) => coverFileId ?? []))];
    if (ids.length === 0) return () => null;
    const files = new Map((await this.files.describe(ids)).map((file) => [file.id, file]));
    return ({ coverFileId, coverText }) => {
      const file = coverFileId === null ? undefined : files.get(coverFileId);
      return file ? toCourseCover(file, coverText ?? '') : null;
    };
  }

  async coverOf(course: CoverColumns): Promise<CourseCoverResponse | null> {
    return (await this.coversOf([course]))(course);
  }

  /** The files of a syllabus, with fresh links, for readers who find the course. Two statements, and one where there are none. */
  async filesOf(courseId: string): Promise<SyllabusFileResponse[]> {
    const labeled = await this.labeledFilesOf(courseId);
    if (labeled.length === 0) return [];
    const described = await this.files.describe(labeled.map(({ fileId }) => fileId));
    const files = new Map(described.map((file) => [file.id, file]));
    return labeled.flatMap(({ fileId, label }) => {
      const file = files.get(fileId);
      return file ? [{ label, file }] : [];
    });
  }

  /** The files of a syllabus, in their order. */
  async labeledFilesOf(courseId: string): Promise<LabeledFile[]> {
    return this.references.filesOf(courseId);
  }

  async readable(caller: Caller, fileIds: readonly string[]): Promise<string[]> {
    const places = await this.references.placesOf(fileIds);
    if (places.length === 0) return [];
    const may = await this.access.inCourses(caller);
    return places.filter((place) => may('course.see', place)).map(({ fileId }) => fileId);
  }

  held(fileIds: readonly string[]): Promise<string[]> {
    return this.references.held(fileIds);
  }
}

/** The fields of a request that name files. */
export function namedIn({ cover, syllabusFiles = [] }: WantedFiles): { field: string; fileId: string }[] {
  return [
    ...(cover ? [{ field: 'cover.fileId', fileId: cover.fileId }] : []),
    ...syllabusFiles.map(({ fileId }, index) => ({ field: `syllabusFiles[${index}].fileId`, fileId })),
  ];
}

function heldIds(coverFileId: string | null, files: readonly LabeledFile[]): Set<string> {
  return new Set([...(coverFileId === null ? [] : [coverFileId]), ...files.map(({ fileId }) => fileId)]);
}
