import { Injectable } from '@nestjs/common';
import { type PastAttempt, SubmissionsService } from './attempts/submissions.service';
import type { QuestionDefinition, QuestionType } from './question-types/registry';
import { QuestionsRepository } from './questions/questions.repository';
import { type NewQuestion, QuestionsService } from './questions/questions.service';
import type { QuizSettings } from './quizzes/quiz-settings';
import { QuizzesRepository } from './quizzes/quizzes.repository';
import { QuizzesService } from './quizzes/quizzes.service';

/** What other modules may know of a quiz. */
export interface QuizFacts extends QuizSettings {
  activityId: string;
  courseId: string;
  /** The points of all questions together. */
  pointsPossible: string;
  questionCount: number;
}

/** A question with its key. Not for learners. */
export interface QuestionFacts {
  id: string;
  type: QuestionType;
  /** Markdown. */
  prompt: string;
  points: string;
  definition: QuestionDefinition;
}

/** Quizzes for the modules above and for commands that fill a school. Checks nobody's rights. */
@Injectable()
export class AssessmentsFacade {
  constructor(
    private readonly quizzes: QuizzesRepository,
    private readonly questions: QuestionsRepository,
    private readonly quizzesService: QuizzesService,
    private readonly questionsService: QuestionsService,
    private readonly submissions: SubmissionsService,
  ) {}

  /** Undefined when the activity is not a quiz. One query. */
  async quiz(activityId: string): Promise<QuizFacts | undefined> {
    return this.quizzes.find(activityId);
  }

  /** Every quiz of a course, in no particular order. One query. */
  async quizzesOf(courseId: string): Promise<QuizFacts[]> {
    return this.quizzes.ofCourse(courseId);
  }

  /** In the order of the quiz; empty when there is no such quiz. One query. */
  async questionsOf(activityId: string): Promise<QuestionFacts[]> {
    return this.questions.ofQuiz(activityId);
  }

  /** Throws QuizNotFoundError, InvalidSettingsError, or QuizHasAttemptsError for grading or pass mark. */
  async changeSettings(activityId: string, changes: Partial<QuizSettings>): Promise<void> {
    await this.quizzesService.apply(activityId, changes);
  }

  /**
   * Adds questions at the end of a quiz with one statement and returns their ids in the same order. Throws
   * QuizNotFoundError, InvalidQuestionError, TooManyQuestionsError or QuizHasAttemptsError; then adds none.
   */
  async createQuestions(activityId: string, questions: NewQuestion[]): Promise<string[]> {
    return (await this.questionsService.add(activityId, questions)).map(({ id }) => id);
  }

  /** Puts a past attempt on record; see `SubmissionsService.record`. Returns its id. */
  async recordAttempt(attempt: PastAttempt): Promise<string> {
    return this.submissions.record(attempt);
  }
}
