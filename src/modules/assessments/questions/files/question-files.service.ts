import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { Clock } from '../../../../shared/clock/clock';
import { OnEvent } from '../../../../shared/events/domain-events';
import { addressesIn } from '../../../../shared/markdown/markdown';
import { CourseAccess, CourseDeleted } from '../../../courses';
import {
  fileIdsIn,
  type FileOwner,
  FileOwners,
  FilesFacade,
  mayNameFiles,
  type NamedFile,
} from '../../../files';
import { InvalidQuestionError } from '../../assessments.errors';
import { turnOf } from '../../attempts/navigation';
import { seenOfPaper } from '../../attempts/seen-paper';
import { fileFaultsOf, filesOfDefinition } from '../../question-types/definition-parts';
import { textsOf } from '../question-texts';
import type { WrittenVersion } from '../questions.repository';
import { type PaperFile, QuestionFilesRepository } from './question-files.repository';

/**
 * The files that the texts of questions name, `![A box plot](/v1/files/…/content)`, and their definitions. A version keeps its files for as long as it is
 * there, since papers may ask it.
 */
@Injectable()
export class QuestionFiles implements FileOwner, OnModuleInit {
  constructor(
    private readonly references: QuestionFilesRepository,
    private readonly files: FilesFacade,
    private readonly owners: FileOwners,
    private readonly access: CourseAccess,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.owners.provide(this);
  }

  /**
   * To be called in the transaction that writes versions or revisions of their keys, after these are there.
   *
   * @param caller null where no person writes, who may use any file
   * @throws FileNotUsableError, CourseLimitError, and InvalidQuestionError for a file that is not of the kind that its question needs
   */
  async hold(caller: Caller | null, bankId: string, versions: readonly WrittenVersion[]): Promise<void> {
    const named = versions.map((version) => ({ version, files: filesNamedIn(version) }));
    const files = named.flatMap((one) => one.files);
    if (files.length === 0) return;
    await this.files.requireUsable(caller, files);
    await this.refuseUnfit(versions);
    await this.insert(bankId, named);
  }

  /** Refuses definitions that name files which are not of the kind that they need. */
  private async refuseUnfit(versions: readonly WrittenVersion[]): Promise<void> {
    const named = versions.flatMap(({ definition }) => filesOfDefinition(definition));
    if (named.length === 0) return;
    const facts = await this.files.facts([...new Set(named.map(({ fileId }) => fileId))]);
    const faults = versions.flatMap(({ definition }) => fileFaultsOf(definition, facts));
    if (faults.length > 0) throw new InvalidQuestionError(faults);
  }

  /** As `hold`, for files of questions that come from elsewhere: what the person did not upload is nobody's to show. */
  async holdOwn(userId: string | null, bankId: string, versions: readonly WrittenVersion[]): Promise<void> {
    const named = versions.map((version) => ({ version, files: filesNamedIn(version) }));
    const fileIds = [...new Set(named.flatMap(({ files }) => files.map(({ fileId }) => fileId)))];
    if (userId === null || fileIds.length === 0) return;
    const own = new Set(await this.files.usableOwn(userId, fileIds));
    await this.insert(
      bankId,
      named.map(({ version, files }) => ({ version, files: files.filter(({ fileId }) => own.has(fileId)) })),
    );
  }

  /** As `hold`, of what comes from a copy of a course: of what the versions name, they hold these files, which the caller has made sure of. */
  async holdThese(
    fileIds: ReadonlySet<string>,
    bankId: string,
    versions: readonly WrittenVersion[],
  ): Promise<void> {
    await this.refuseUnfit(versions);
    await this.insert(
      bankId,
      versions.map((version) => ({
        version,
        files: filesNamedIn(version).filter(({ fileId }) => fileIds.has(fileId)),
      })),
    );
  }

  private async insert(
    bankId: string,
    named: readonly { version: WrittenVersion; files: FileOfQuestion[] }[],
  ): Promise<void> {
    const references = named.flatMap(({ version: { versionId }, files }) => {
      const asked = new Set(files.filter(({ isAsked }) => isAsked).map(({ fileId }) => fileId));
      const all = [...new Set(files.map(({ fileId }) => fileId))];
      return all.map((fileId) => ({ versionId, fileId, isAsked: asked.has(fileId) }));
    });
    if (references.length === 0) return;
    await this.references.insert(references);
    this.files.requireWithinCourse(await this.references.bytesOfBank(bankId));
  }

  /** Those of questions that the caller may read as staff, or sees on a paper of theirs. */
  async readable(caller: Caller, fileIds: readonly string[]): Promise<string[]> {
    const inBanks = await this.references.inBanks(fileIds);
    if (inBanks.length === 0) return [];
    const may = await this.access.inCourses(caller);
    const asStaff = inBanks.filter((place) => may('quizzes.read_key', place)).map(({ fileId }) => fileId);
    if (asStaff.length === fileIds.length) return asStaff;
    const now = this.clock.now();
    const onPapers = (await this.references.onPapersOf(caller.userId, fileIds))
      .filter(({ status, attempt: { courseId } }) => may('attempts.read_own', { status, courseId }))
      .filter((file) => isSeen(file, now))
      .map(({ fileId }) => fileId);
    return [...asStaff, ...onPapers];
  }

  held(fileIds: readonly string[]): Promise<string[]> {
    return this.references.held(fileIds);
  }

  @OnEvent(CourseDeleted)
  async onCourseDeleted({ courseId }: CourseDeleted): Promise<void> {
    await this.files.release(await this.references.filesOfCourse(courseId));
  }
}

interface FileOfQuestion extends NamedFile {
  isAsked: boolean;
}

function filesNamedIn(version: WrittenVersion): FileOfQuestion[] {
  return [
    ...textsOf(version).flatMap(({ field, text, shownWith }) =>
      mayNameFiles(text)
        ? fileIdsIn(addressesIn(text)).map((fileId) => ({ field, fileId, isAsked: shownWith === 'asked' }))
        : [],
    ),
    ...filesOfDefinition(version.definition).map(({ field, fileId }) => ({
      ...{ field: `definition.${field}`, fileId, isAsked: true },
    })),
  ];
}

/**
 * Whether the learner of the attempt sees the text that names the file. What is said to an answer, and hints, have their files beside
 * them by links alone: who may see which depends on what was answered.
 */
function isSeen({ attempt, position, isAsked, isInFeedback }: PaperFile, now: Date): boolean {
  const { shown, current, hasQuestions } = seenOfPaper(attempt, attempt, 'learner', now);
  if (!hasQuestions || turnOf(position, current) === 'ahead') return false;
  return isAsked || (isInFeedback && shown.has('generalFeedback'));
}
