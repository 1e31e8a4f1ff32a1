import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type AttemptState, type OutlineSource, OutlineSources, type QuizInOutline } from '../../courses';
import { Clock } from '../../../shared/clock/clock';
import { toPersonalTerms } from '../exceptions/dto/personal-terms.response';
import { effectiveTerms } from '../exceptions/effective-terms';
import type { OwnAttempts } from '../attempts/attempt-records';
import { attemptsLeft } from './quiz-settings';
import { type CourseQuiz, QuizzesRepository } from './quizzes.repository';

/** What the outline of a course tells of its quizzes. */
@Injectable()
export class QuizzesInOutline implements OutlineSource<QuizInOutline>, OnModuleInit {
  constructor(
    private readonly quizzes: QuizzesRepository,
    private readonly sources: OutlineSources,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sources.provide('quiz', this);
  }

  async outlineFacts(courseId: string, learnerId: string | null): Promise<Map<string, QuizInOutline>> {
    const quizzes = await this.quizzes.ofCourse(courseId, learnerId);
    const now = this.clock.now();
    return new Map(
      quizzes.map((quiz) => [quiz.activityId, toQuizInOutline(quiz, learnerId === null ? null : now)]),
    );
  }
}

/** @param now for a learner; null for staff, who have no terms of their own */
function toQuizInOutline(quiz: CourseQuiz, now: Date | null): QuizInOutline {
  const { pointsPossible, opensAt, dueAt, closesAt, maxAttempts, started, openAttemptId } = quiz;
  const base = { pointsPossible, opensAt, dueAt, closesAt, maxAttempts };
  if (now === null) return { ...base, myAttempts: null, myTerms: null };
  const { accommodations, exception } = quiz;
  const terms = effectiveTerms({ policy: quiz, accommodations, exception, since: now, at: now });
  const left = attemptsLeft(terms.maxAttempts.effective, started);
  const myAttempts = { state: stateOf(quiz), started, left, openAttemptId };
  return { ...base, myAttempts, myTerms: toPersonalTerms(terms) };
}

function stateOf({ started, openAttemptId }: OwnAttempts): AttemptState {
  if (openAttemptId !== null) return 'in_progress';
  return started > 0 ? 'submitted' : 'not_started';
}
