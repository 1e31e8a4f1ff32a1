import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import { isEmptyChange, withoutMissing } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { CourseAccess } from '../../courses';
import {
  QuestionNotFoundError,
  QuestionOrderMismatchError,
  QuizHasAttemptsError,
  QuizNotFoundError,
  TooManyQuestionsError,
} from '../assessments.errors';
import { QuizPointsChanged } from '../assessments.events';
import { QuestionAskedElsewhereError } from '../banks/banks.errors';
import { BanksRepository } from '../banks/banks.repository';
import { FoldersRepository } from '../banks/folders.repository';
import { toSimilarQuestionResponse } from '../likeness/dto/duplicates.response';
import { Likenesses } from '../likeness/likenesses';
import { type QuizRecord, QuizzesRepository } from '../quizzes/quizzes.repository';
import { BankAccess } from '../sharing/bank-access';
import { type SlotOfQuestion, SlotsRepository } from '../slots/slots.repository';
import type { CreateQuestionDto, UpdateQuestionDto } from './dto/question.dto';
import {
  type QuestionListResponse,
  type QuestionResponse,
  toQuestionResponse,
} from './dto/question.response';
import { MOST_QUESTIONS } from './most-questions';
import {
  contentOf,
  type Filing,
  filingOf,
  madeBy,
  type NewQuestion,
  type QuestionContent,
} from './question-content';
import { QuestionMedia } from './files/question-media';
import { QuestionFiles } from './files/question-files.service';
import { type Authorship, type QuestionRecord, QuestionsRepository } from './questions.repository';

/** A quiz without attempts and the bank of its course, both locked. */
interface LockedQuiz {
  quiz: QuizRecord;
  bankId: string;
}

/**
 * The authors' side of a quiz. Whatever changes questions locks the bank of the course first, and then the quizzes that ask
 * them: starting an attempt shares that lock, so that what is asked does not change while it starts.
 */
@Injectable()
export class QuestionsService {
  constructor(
    private readonly questions: QuestionsRepository,
    private readonly files: QuestionFiles,
    private readonly media: QuestionMedia,
    private readonly likenesses: Likenesses,
    private readonly banks: BanksRepository,
    private readonly folders: FoldersRepository,
    private readonly slots: SlotsRepository,
    private readonly quizzes: QuizzesRepository,
    private readonly access: CourseAccess,
    private readonly bankAccess: BankAccess,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, activityId: string): Promise<QuestionListResponse> {
    await this.access.activity(caller, activityId, 'quizzes.read_key');
    if (!(await this.quizzes.find(activityId))) throw new QuizNotFoundError();
    const questions = await this.questions.ofQuiz(activityId);
    return {
      data: await this.media.withOwn(questions.map(toQuestionResponse)),
      frozen: await this.quizzes.hasAttempts(activityId),
    };
  }

  async create(caller: Caller, activityId: string, question: CreateQuestionDto): Promise<QuestionResponse> {
    await this.access.activity(caller, activityId, 'quizzes.change');
    const content = wholeContentOf(question);
    return this.transactions.run(async () => {
      const locked = await this.lockUnattempted(activityId);
      const [similar = []] = await this.likenesses.like(locked.bankId, [content.prompt]);
      const [id] = await this.addTo(locked, [content], caller);
      const response = await this.media.withItsOwn(toQuestionResponse(await this.find(id as string)));
      return { ...response, similar: similar.map(toSimilarQuestionResponse) };
    });
  }

  /**
   * Adds questions at the end of a quiz, and to the bank of its course, without asking who does. Returns their ids. Nothing
   * is added when one of them is invalid.
   *
   * @param caller null where no person does
   * @throws FileNotUsableError where a text names a file that the caller may not read
   */
  async add(activityId: string, questions: NewQuestion[], caller: Caller | null): Promise<string[]> {
    const contents = questions.map(wholeContentOf);
    return this.transactions.run(async () =>
      this.addTo(await this.lockUnattempted(activityId), contents, caller),
    );
  }

  private async addTo(
    { quiz, bankId }: LockedQuiz,
    contents: readonly (QuestionContent & Filing)[],
    caller: Caller | null,
  ): Promise<string[]> {
    const { activityId } = quiz;
    if (quiz.questionCount + contents.length > MOST_QUESTIONS)
      throw new TooManyQuestionsError(MOST_QUESTIONS);
    await this.folders.require(
      bankId,
      contents.map(({ folderId }) => folderId),
    );
    const last = await this.slots.lastPosition(activityId);
    const added = contents.map((content, index) => ({
      ...content,
      ...{ id: newId(), activityId, position: last + index + 1 },
    }));
    const by = this.by(caller?.userId ?? null);
    await this.files.hold(caller, bankId, await this.questions.insert(bankId, added, by));
    await this.slots.insert(
      added.map(({ id: questionId, position }) => ({
        ...{ id: newId(), activityId, position, questionId, versionId: null },
      })),
    );
    await this.updatePoints(quiz);
    return added.map(({ id }) => id);
  }

  async change(
    caller: Caller,
    questionId: string,
    changes: UpdateQuestionDto,
    version?: ExpectedVersion,
  ): Promise<QuestionResponse> {
    const { courseId } = await this.findFor(caller, questionId);
    return this.transactions.run(async () => {
      await this.banks.lockOfCourse(courseId, this.clock.now());
      const { slots, quizzes } = await this.lockQuizzes(questionId);
      const before = await this.find(questionId);
      if (isStale(version, before.version)) throw new StaleVersionError('question');
      if (isEmptyChange(changes)) return this.media.withItsOwn(toQuestionResponse(before));
      const wanted = { ...before, ...withoutMissing(changes) };
      const after = { ...contentOf(wanted), ...filingOf(wanted) };
      if (after.folderId !== before.folderId) await this.folders.require(before.bankId, [after.folderId]);
      await this.refuseOtherPoints(before, after, slots);
      await this.store(caller, before, after);
      if (before.points !== after.points) for (const quiz of quizzes) await this.updatePoints(quiz);
      return this.media.withItsOwn(toQuestionResponse(await this.find(questionId)));
    });
  }

  /** Stores a change as what it makes: a version, a revision of the key, or neither. */
  private async store(
    caller: Caller,
    before: QuestionRecord,
    after: QuestionContent & Filing,
  ): Promise<void> {
    const by = this.by(caller.userId);
    const made = madeBy(before, after);
    const versionId =
      made === 'version' ? await this.questions.addVersion(before, after, by) : before.versionId;
    await this.questions.update(before, versionId, after, by.createdAt);
    // After the question, since grading locks the question before the version.
    if (made === 'key_revision') await this.questions.reviseKey(before, after, by);
    if (made !== null) await this.files.hold(caller, before.bankId, [{ ...after, versionId }]);
  }

  /** Takes a question out of its bank and of every quiz. */
  async remove(caller: Caller, questionId: string, version?: ExpectedVersion): Promise<void> {
    const { courseId } = await this.findOwnFor(caller, questionId);
    await this.transactions.run(async () => {
      const now = this.clock.now();
      await this.banks.lockOfCourse(courseId, now);
      const { quizzes } = await this.lockQuizzes(questionId);
      const question = await this.find(questionId);
      await this.refuseAttempted(quizzes);
      if (await this.slots.isAskedElsewhere(questionId, courseId)) throw new QuestionAskedElsewhereError();
      if (isStale(version, question.version)) throw new StaleVersionError('question');
      await this.slots.deleteOfQuestion(questionId);
      await this.questions.archive(question, now);
      for (const quiz of quizzes) await this.updatePoints(quiz);
    });
  }

  /**
   * Gives the questions of a quiz, all of which must be named, the order of the list. Draws stay where they are.
   *
   * @param version of the quiz, which the order is a part of
   */
  async reorder(
    caller: Caller,
    activityId: string,
    questionIds: string[],
    version?: ExpectedVersion,
  ): Promise<QuestionListResponse> {
    await this.access.activity(caller, activityId, 'quizzes.change');
    return this.transactions.run(async () => {
      const { quiz } = await this.lockUnattempted(activityId);
      if (isStale(version, quiz.version)) throw new StaleVersionError('quiz');
      const slots = (await this.slots.ofQuiz(activityId)).filter(({ questionId }) => questionId !== null);
      const slotOf = new Map(slots.map((slot) => [slot.questionId, slot.id]));
      const ordered = questionIds.flatMap((questionId) => slotOf.get(questionId) ?? []);
      if (new Set(ordered).size !== slots.length || questionIds.length !== slots.length)
        throw new QuestionOrderMismatchError();
      await this.slots.place(
        slots.map(({ position }, index) => ({ id: ordered[index] as string, position })),
      );
      if (questionIds.length > 0) await this.questions.place(questionIds);
      await this.quizzes.touch(activityId, this.clock.now());
      const questions = await this.questions.ofQuiz(activityId);
      return { data: await this.media.withOwn(questions.map(toQuestionResponse)), frozen: false };
    });
  }

  /** A question that the author may change. QuestionNotFoundError for a caller who may not see its course. */
  private async findFor(caller: Caller, questionId: string): Promise<QuestionRecord> {
    const question = await this.find(questionId);
    await this.bankAccess.question(caller, question, 'quizzes.change', () => new QuestionNotFoundError());
    return question;
  }

  /** As `findFor`, for instructors of the course of the bank alone. */
  private async findOwnFor(caller: Caller, questionId: string): Promise<QuestionRecord> {
    const question = await this.find(questionId);
    const { courseId } = question;
    await this.access.course(caller, courseId, 'quizzes.change', () => new QuestionNotFoundError());
    return question;
  }

  private async find(questionId: string): Promise<QuestionRecord> {
    const question = await this.questions.find(questionId);
    if (!question) throw new QuestionNotFoundError();
    return question;
  }

  private by(createdBy: string | null): Authorship {
    return { createdBy, createdAt: this.clock.now() };
  }

  /** The quizzes that ask a question, in any version. The bank is locked, so no other comes to them. */
  private async lockQuizzes(questionId: string): Promise<{ slots: SlotOfQuestion[]; quizzes: QuizRecord[] }> {
    const slots = await this.slots.ofQuestion(questionId);
    return { slots, quizzes: await this.quizzes.lockAll(slots.map(({ activityId }) => activityId)) };
  }

  /**
   * What a quiz is worth stays once it has attempts. A slot that is held to a version is concerned only by revisions of the
   * key of that version.
   */
  private async refuseOtherPoints(
    before: QuestionRecord,
    after: QuestionContent,
    slots: readonly SlotOfQuestion[],
  ): Promise<void> {
    if (before.points === after.points) return;
    const revised = madeBy(before, after) === 'key_revision' ? before.versionId : null;
    const ids = slots
      .filter(({ versionId }) => versionId === null || versionId === revised)
      .map(({ activityId }) => activityId);
    if (await this.quizzes.haveAttempts(ids)) throw new QuizHasAttemptsError('questions');
  }

  private async refuseAttempted(quizzes: readonly QuizRecord[]): Promise<void> {
    const ids = quizzes.map(({ activityId }) => activityId);
    if (await this.quizzes.haveAttempts(ids)) throw new QuizHasAttemptsError('questions');
  }

  private async lockUnattempted(activityId: string): Promise<LockedQuiz> {
    const found = await this.quizzes.find(activityId);
    if (!found) throw new QuizNotFoundError();
    const bankId = await this.banks.lockOfCourse(found.courseId, this.clock.now());
    const quiz = await this.quizzes.lock(activityId);
    if (!quiz) throw new QuizNotFoundError();
    await this.refuseAttempted([quiz]);
    return { quiz, bankId };
  }

  private async updatePoints({ activityId, pointsPossible }: QuizRecord): Promise<void> {
    const total = await this.slots.totalPoints(activityId);
    await this.quizzes.updatePoints(activityId, total, this.clock.now());
    if (total !== pointsPossible) await this.events.publish(new QuizPointsChanged(activityId, total));
  }
}

/** @throws InvalidQuestionError */
function wholeContentOf(question: NewQuestion): QuestionContent & Filing {
  return { ...contentOf(question), ...filingOf(question) };
}
