import { Injectable } from '@nestjs/common';
import { type PastAttempt, SubmissionsService } from './attempts/submissions.service';
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

  /** Puts a past attempt on record; see `SubmissionsService.record`. Returns its id. */
  async recordAttempt(attempt: PastAttempt): Promise<string> {
    return this.submissions.record(attempt);
  }
}
