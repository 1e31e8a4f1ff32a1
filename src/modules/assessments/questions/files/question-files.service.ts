import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { may } from '../../../../shared/auth/permissions';
import { Clock } from '../../../../shared/clock/clock';
import { OnEvent } from '../../../../shared/events/domain-events';
import { addressesIn } from '../../../../shared/markdown/markdown';
import { actingRole, CourseDeleted, CourseStandings } from '../../../courses';
import { fileIdsIn, type FileOwner, FileOwners, FilesFacade } from '../../../files';
import { turnOf } from '../../attempts/navigation';
import { seenOfPaper } from '../../attempts/seen-paper';
import type { VersionTexts } from '../questions.repository';
import { type PaperFile, QuestionFilesRepository } from './question-files.repository';

/**
 * The files that the texts of questions name: `![A box plot](/v1/files/…/content)`. A version keeps its files for as long as it is
 * there, since papers may ask it.
 */
@Injectable()
export class QuestionFiles implements FileOwner, OnModuleInit {
  constructor(
    private readonly references: QuestionFilesRepository,
    private readonly files: FilesFacade,
    private readonly owners: FileOwners,
    private readonly standings: CourseStandings,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.owners.provide(this);
  }

  /**
   * To be called in the transaction that writes versions or revisions of their keys, after these are there.
   *
   * @param caller null where no person writes, who may use any file
   * @throws FileNotUsableError, CourseLimitError
   */
  async hold(caller: Caller | null, bankId: string, versions: readonly VersionTexts[]): Promise<void> {
    const named = versions.map(filesNamedIn);
    if (caller)
      for (const field of ['prompt', 'feedback'] as const) {
        const fileIds = [...new Set(named.flatMap((files) => files[field]))];
        if (fileIds.length > 0) await this.files.requireUsable(caller, fileIds, field);
      }
    await this.insert(bankId, named);
  }

  /** As `hold`, for files of questions that come from elsewhere: what the person did not upload is nobody's to show. */
  async holdOwn(userId: string | null, bankId: string, versions: readonly VersionTexts[]): Promise<void> {
    const named = versions.map(filesNamedIn);
    const fileIds = [...new Set(named.flatMap(({ prompt, feedback }) => [...prompt, ...feedback]))];
    if (userId === null || fileIds.length === 0) return;
    const own = new Set(await this.files.usableOwn(userId, fileIds));
    const ofOwn = (ids: string[]): string[] => ids.filter((id) => own.has(id));
    await this.insert(
      bankId,
      named.map(({ versionId, prompt, feedback }) => ({
        ...{ versionId, prompt: ofOwn(prompt), feedback: ofOwn(feedback) },
      })),
    );
  }

  private async insert(bankId: string, named: readonly NamedFiles[]): Promise<void> {
    const references = named.flatMap(({ versionId, prompt, feedback }) => [
      ...prompt.map((fileId) => ({ versionId, fileId, isAsked: true })),
      ...feedback
        .filter((fileId) => !prompt.includes(fileId))
        .map((fileId) => ({ versionId, fileId, isAsked: false })),
    ]);
    if (references.length === 0) return;
    await this.references.insert(references);
    this.files.requireWithinCourse(await this.references.bytesOfBank(bankId));
  }

  /** Those of questions that the caller may read as staff, or sees on a paper of theirs. */
  async readable(caller: Caller, fileIds: readonly string[]): Promise<string[]> {
    const inBanks = await this.references.inBanks(fileIds);
    if (inBanks.length === 0) return [];
    const roles = new Map(
      (await this.standings.membershipsOf(caller)).map(({ courseId, role }) => [courseId, role]),
    );
    const otherwise = actingRole(caller.role, undefined);
    const standing = (courseId: string): ReturnType<typeof actingRole> => roles.get(courseId) ?? otherwise;
    const asStaff = inBanks
      .filter(
        ({ courseId, status }) =>
          may(caller, 'quizzes.read_key', { status, role: standing(courseId) }).granted,
      )
      .map(({ fileId }) => fileId);
    if (asStaff.length === fileIds.length) return asStaff;
    const now = this.clock.now();
    const onPapers = (await this.references.onPapersOf(caller.userId, fileIds))
      .filter(
        ({ status, attempt: { courseId } }) =>
          may(caller, 'attempts.read_own', { status, role: standing(courseId) }).granted,
      )
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

interface NamedFiles {
  versionId: string;
  prompt: string[];
  feedback: string[];
}

function filesNamedIn({ versionId, prompt, feedback }: VersionTexts): NamedFiles {
  return { versionId, prompt: filesOf(prompt), feedback: filesOf(feedback) };
}

function filesOf(text: string | null): string[] {
  // Most texts name none, and need not be read for it.
  return text?.includes('/v1/files/') ? fileIdsIn(addressesIn(text)) : [];
}

/** Whether the learner of the attempt sees the text that names the file. */
function isSeen({ attempt, position, isAsked }: PaperFile, now: Date): boolean {
  const { shown, current, hasQuestions } = seenOfPaper(attempt, attempt, 'learner', now);
  if (!hasQuestions || turnOf(position, current) === 'ahead') return false;
  return isAsked || shown.has('generalFeedback');
}
