import { Injectable } from '@nestjs/common';
import { type PastAttempt, SubmissionsService } from './attempts/submissions.service';
import type { ExceptionKey } from './exceptions/exceptions.repository';
import { ExceptionsService, type NewException } from './exceptions/exceptions.service';
import type { NewQuestion } from './questions/question-content';
import { QuestionsService } from './questions/questions.service';
import type { SettingsChange } from './quizzes/quiz-settings';
import { QuizzesService } from './quizzes/quizzes.service';

/** Quizzes for the modules above and for commands that fill a school. Checks nobody's rights. */
@Injectable()
export class AssessmentsFacade {
  constructor(
    private readonly quizzes: QuizzesService,
    private readonly questions: QuestionsService,
    private readonly submissions: SubmissionsService,
    private readonly exceptions: ExceptionsService,
  ) {}

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

  /** Grants one person other terms in a quiz. Errors as those of the route. */
  async grantException(
    grantedBy: string,
    courseId: string,
    to: ExceptionKey,
    what: NewException,
  ): Promise<void> {
    await this.exceptions.grant(grantedBy, courseId, to, what);
  }

  /** Puts a past attempt on record; see `SubmissionsService.record`. Returns its id. */
  async recordAttempt(attempt: PastAttempt): Promise<string> {
    return this.submissions.record(attempt);
  }
}
