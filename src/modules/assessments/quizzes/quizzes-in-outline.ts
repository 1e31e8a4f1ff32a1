import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type AttemptState, type OutlineSource, OutlineSources, type QuizInOutline } from '../../courses';
import type { OwnAttempts } from '../attempts/attempt-records';
import { attemptsLeft } from './quiz-settings';
import { type CourseQuiz, QuizzesRepository } from './quizzes.repository';

/** What the outline of a course tells of its quizzes. */
@Injectable()
export class QuizzesInOutline implements OutlineSource<QuizInOutline>, OnModuleInit {
  constructor(
    private readonly quizzes: QuizzesRepository,
    private readonly sources: OutlineSources,
  ) {}

  onModuleInit(): void {
    this.sources.provide('quiz', this);
  }

  async outlineFacts(courseId: string, learnerId: string | null): Promise<Map<string, QuizInOutline>> {
    const quizzes = await this.quizzes.ofCourse(courseId, learnerId);
    return new Map(quizzes.map((quiz) => [quiz.activityId, toQuizInOutline(quiz, learnerId !== null)]));
  }
}

function toQuizInOutline(quiz: CourseQuiz, isForLearner: boolean): QuizInOutline {
  const { pointsPossible, opensAt, dueAt, closesAt, maxAttempts, started, openAttemptId } = quiz;
  const left = attemptsLeft(maxAttempts, started);
  const myAttempts = isForLearner ? { state: stateOf(quiz), started, left, openAttemptId } : null;
  return { pointsPossible, opensAt, dueAt, closesAt, maxAttempts, myAttempts };
}

function stateOf({ started, openAttemptId }: OwnAttempts): AttemptState {
  if (openAttemptId !== null) return 'in_progress';
  return started > 0 ? 'submitted' : 'not_started';
}
