import { Injectable } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';
import { Clock } from '../../shared/clock/clock';
import { type PastAttempt, PastAttempts } from './attempts/past-attempts.service';
import type { ExceptionKey } from './exceptions/exceptions.repository';
import { ExceptionsService, type NewException } from './exceptions/exceptions.service';
import { BanksService } from './banks/banks.service';
import type { FileQuestionsDto } from './banks/dto/filing.dto';
import { FoldersService } from './banks/folders.service';
import { KeyCorrections } from './corrections/key-corrections.service';
import { InvigilationService } from './invigilation/invigilation.service';
import type { Draw } from './slots/draws';
import { BankSharesService } from './sharing/bank-shares.service';
import { SlotsService } from './slots/slots.service';
import type { NewQuestion } from './questions/question-content';
import { QuestionsService } from './questions/questions.service';
import { type QuizTimes, QuizTimesRepository } from './quizzes/quiz-times.repository';
import type { SettingsChange } from './quizzes/quiz-settings';
import { QuizzesService } from './quizzes/quizzes.service';
import type { RegradeDto } from './regrades/dto/regrade.dto';
import { RegradesService } from './regrades/regrades.service';

/** Quizzes for the modules above and for commands that fill a school. Checks the rights of callers, where it is told who they are. */
@Injectable()
export class AssessmentsFacade {
  constructor(
    private readonly quizzes: QuizzesService,
    private readonly questions: QuestionsService,
    private readonly pastAttempts: PastAttempts,
    private readonly exceptions: ExceptionsService,
    private readonly folders: FoldersService,
    private readonly banks: BanksService,
    private readonly slots: SlotsService,
    private readonly shares: BankSharesService,
    private readonly invigilation: InvigilationService,
    private readonly corrections: KeyCorrections,
    private readonly regrades: RegradesService,
    private readonly times: QuizTimesRepository,
    private readonly clock: Clock,
  ) {}

  /** When the published quizzes of the courses open and close for a learner, as it stands now. One statement. */
  async quizTimesOf(userId: string, courseIds: readonly string[]): Promise<QuizTimes[]> {
    return this.times.ofLearner(userId, courseIds, this.clock.now());
  }

  /** Throws QuizNotFoundError, InvalidSettingsError, or QuizHasAttemptsError for grading or pass mark. */
  async changeSettings(activityId: string, changes: SettingsChange): Promise<void> {
    await this.quizzes.apply(activityId, changes, null);
  }

  /**
   * Adds questions at the end of a quiz with one statement and returns their ids in the same order. Throws
   * QuizNotFoundError, InvalidQuestionError, TooManyQuestionsError or QuizHasAttemptsError; then adds none.
   */
  async createQuestions(activityId: string, questions: NewQuestion[]): Promise<string[]> {
    return this.questions.add(activityId, questions, null);
  }

  /** Corrects what is right in the version of a question that a quiz asks. */
  async correctKey(
    caller: Caller,
    activityId: string,
    questionId: string,
    definition: object,
  ): Promise<void> {
    const { data } = await this.questions.list(caller, activityId);
    const { versionId = '' } = data.find(({ id }) => id === questionId) ?? {};
    await this.corrections.correct(caller, versionId, { definition }, undefined);
  }

  /** Has the submitted attempts at a quiz graded again, in the background. Returns the id of the operation. */
  async regrade(caller: Caller, activityId: string, how: RegradeDto): Promise<string> {
    return (await this.regrades.start(caller, activityId, how)).id;
  }

  /** Grants one person other terms in a quiz. Errors as those of the route. */
  async grantException(
    grantedBy: string,
    courseId: string,
    to: ExceptionKey,
    what: NewException,
  ): Promise<void> {
    await this.exceptions.grant(grantedBy, courseId, to, what);
  }

  /** As the route of the same name: gives one person one attempt more. */
  async giveAttempt(caller: Caller, to: ExceptionKey, reason: string): Promise<void> {
    await this.exceptions.giveAttempt(caller, to, reason, undefined);
  }

  /** Makes a folder in the bank of a course, and returns its id. */
  async createFolder(caller: Caller, courseId: string, title: string): Promise<string> {
    return (await this.folders.create(caller, courseId, { title })).id;
  }

  /** Files questions of the bank of a course. */
  async fileQuestions(caller: Caller, courseId: string, filing: FileQuestionsDto): Promise<void> {
    await this.banks.file(caller, courseId, filing);
  }

  /** Lets a quiz ask these questions, and then others of a folder, drawn for each attempt. */
  async drawQuestions(
    caller: Caller,
    activityId: string,
    questionIds: readonly string[],
    what: Pick<Draw, 'folderId' | 'count' | 'points'>,
  ): Promise<void> {
    const draw: Draw = { ...what, below: true, tags: [], tagsMatch: 'all', types: [] };
    const asked = questionIds.map((questionId) => ({ questionId, versionId: null }));
    await this.slots.replace(caller, activityId, [
      ...asked,
      { questionId: undefined, versionId: null, draw },
    ]);
  }

  /** Lets a quiz ask exactly these questions of the bank of its course, in their latest versions. */
  async askQuestions(caller: Caller, activityId: string, questionIds: readonly string[]): Promise<void> {
    const asked = questionIds.map((questionId) => ({ questionId, versionId: null }));
    await this.slots.replace(caller, activityId, asked);
  }

  /** Shares the bank of a course with another one, whose staff may then use its questions. */
  async shareBank(caller: Caller, courseId: string, otherCourseId: string): Promise<void> {
    await this.shares.share(caller, courseId, otherCourseId, 'use');
  }

  /** Pauses an open attempt at a quiz. */
  async pauseAttempt(caller: Caller, activityId: string, attemptId: string, reason: string): Promise<void> {
    await this.invigilation.change(
      caller,
      activityId,
      { kind: 'paused' },
      { attemptIds: [attemptId], reason },
    );
  }

  /** Puts a past attempt on record; see `PastAttempts.record`. Returns its id. */
  async recordAttempt(attempt: PastAttempt): Promise<string> {
    return this.pastAttempts.record(attempt);
  }
}
