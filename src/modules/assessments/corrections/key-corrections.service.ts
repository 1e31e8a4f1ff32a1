import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import { withoutMissing } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { CourseAccess } from '../../courses';
import { CannotAcceptError, NotACorrectionError, QuestionVersionNotFoundError } from '../assessments.errors';
import { QuizPointsChanged } from '../assessments.events';
import { BanksRepository } from '../banks/banks.repository';
import { gradeResponse, isMissing, responseFaultsOf } from '../question-types/responses';
import { questionTypeOf } from '../question-types/registry';
import { QuestionFiles } from '../questions/files/question-files.service';
import type { Voided } from '../questions/key-revision.entity';
import { contentOf, type Filing, madeBy, type QuestionContent } from '../questions/question-content';
import { QuestionsRepository, type VersionedRecord } from '../questions/questions.repository';
import { VersionsRepository } from '../questions/versions.repository';
import { type QuizRecord, QuizzesRepository } from '../quizzes/quizzes.repository';
import { type SlotOfQuestion, SlotsRepository } from '../slots/slots.repository';
import type { CorrectKeyDto } from './dto/correct-key.dto';
import { type QuestionKeyResponse, toQuestionKeyResponse } from './dto/question-key.response';

/** What a correction makes of the content of a version. */
type Correction = (before: VersionedRecord) => { content: QuestionContent & Filing; voided: Voided | null };

/**
 * Corrects what is right in a version of a question, also in one that is asked no more, after learners have answered. What was
 * asked stays. Answers that are submitted later are graded by it, and those of before when the quiz is graded again.
 */
@Injectable()
export class KeyCorrections {
  constructor(
    private readonly questions: QuestionsRepository,
    private readonly versions: VersionsRepository,
    private readonly files: QuestionFiles,
    private readonly banks: BanksRepository,
    private readonly slots: SlotsRepository,
    private readonly quizzes: QuizzesRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  async read(caller: Caller, versionId: string): Promise<QuestionKeyResponse> {
    const { courseId } = await this.find(versionId);
    await this.access.course(caller, courseId, 'quizzes.read_key', notFound);
    return this.show(versionId);
  }

  /** Throws InvalidQuestionError, NotACorrectionError and StaleVersionError. */
  async correct(
    caller: Caller,
    versionId: string,
    { voided, ...changes }: CorrectKeyDto,
    version: ExpectedVersion,
  ): Promise<QuestionKeyResponse> {
    return this.revise(caller, versionId, version, (before) => {
      const { folderId, tags } = before;
      const content = { ...contentOf({ ...before, ...withoutMissing(changes) }), folderId, tags };
      return { content, voided: voided === undefined ? before.voided : voided };
    });
  }

  /** Lets a response that learners gave earn all points from now on. Throws CannotAcceptError. */
  async accept(
    caller: Caller,
    versionId: string,
    response: unknown,
    version: ExpectedVersion,
  ): Promise<QuestionKeyResponse> {
    return this.revise(caller, versionId, version, (before) => {
      const { definition, folderId, tags, voided } = before;
      const type = questionTypeOf(definition);
      const isRead = responseFaultsOf(definition, response).length === 0;
      if (isMissing(response) || !(isRead || type.acceptsUnread)) throw new CannotAcceptError();
      if (gradeResponse(definition, response, '1').share.equals(1)) return { content: before, voided };
      const accepting = type.accepting?.(definition, response);
      if (!accepting) throw new CannotAcceptError();
      const content = contentOf({ ...before, definition: accepting });
      if (!gradeResponse(content.definition, response, '1').share.equals(1)) throw new CannotAcceptError();
      return { content: { ...content, folderId, tags }, voided };
    });
  }

  private async revise(
    caller: Caller,
    versionId: string,
    version: ExpectedVersion,
    correction: Correction,
  ): Promise<QuestionKeyResponse> {
    const { id: questionId, courseId } = await this.find(versionId);
    await this.access.course(caller, courseId, 'quizzes.change', notFound);
    await this.transactions.run(async () => {
      const now = this.clock.now();
      await this.banks.lockOfCourse(courseId, now);
      const slots = await this.slots.ofQuestion(questionId);
      const quizzes = await this.quizzes.lockAll(slots.map(({ activityId }) => activityId));
      const before = await this.find(versionId);
      if (isStale(version, before.keyRevision)) throw new StaleVersionError('key');
      const { content, voided } = correction(before);
      const made = madeBy(before, content);
      if (made === 'version') throw new NotACorrectionError();
      if (made === null && voided === before.voided) return;
      const by = { createdBy: caller.userId, createdAt: now };
      // The question first, since grading locks the question before the version.
      if (before.isLatest) await this.questions.update(before, versionId, content, now);
      await this.questions.reviseKey(before, content, by, voided);
      await this.files.hold(caller, before.bankId, [{ ...content, versionId }]);
      if (isDeepStrictEqual([content.points, voided], [before.points, before.voided])) return;
      await this.followPoints(before, slots, quizzes);
    });
    return this.show(versionId);
  }

  /**
   * What a quiz counts in the gradebook stays once learners have attempted it: a correction changes how much of it each question is.
   * A quiz that nobody has attempted is worth what its questions are.
   */
  private async followPoints(
    { isLatest, versionId }: VersionedRecord,
    slots: readonly SlotOfQuestion[],
    quizzes: readonly QuizRecord[],
  ): Promise<void> {
    const asking = slots
      .filter((slot) => (slot.versionId === null ? isLatest : slot.versionId === versionId))
      .map(({ activityId }) => activityId);
    for (const { activityId, pointsPossible } of quizzes) {
      if (!asking.includes(activityId) || (await this.quizzes.hasAttempts(activityId))) continue;
      const total = await this.slots.totalPoints(activityId);
      await this.quizzes.updatePoints(activityId, total, this.clock.now());
      if (total !== pointsPossible) await this.events.publish(new QuizPointsChanged(activityId, total));
    }
  }

  private async find(versionId: string): Promise<VersionedRecord> {
    const record = await this.questions.findVersion(versionId);
    if (!record) throw notFound();
    return record;
  }

  private async show(versionId: string): Promise<QuestionKeyResponse> {
    const [newest] = await this.versions.keyRevisions(versionId);
    if (!newest) throw notFound();
    return toQuestionKeyResponse(versionId, newest);
  }
}

function notFound(): QuestionVersionNotFoundError {
  return new QuestionVersionNotFoundError();
}
