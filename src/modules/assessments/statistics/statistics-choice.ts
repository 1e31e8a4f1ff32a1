import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { CourseAccess } from '../../courses';
import { QuizNotFoundError } from '../assessments.errors';
import { QuizzesRepository } from '../quizzes/quizzes.repository';
import { type AttemptChoice, CHOICE_OF_POLICY } from './attempt-choice';

/** Which attempts staff are told of. */
@Injectable()
export class StatisticsChoice {
  constructor(
    private readonly quizzes: QuizzesRepository,
    private readonly access: CourseAccess,
  ) {}

  /** The chosen ones, or by default those that make the grade. Throws what whoever is no staff of the course is told. */
  async of(caller: Caller, activityId: string, chosen: AttemptChoice | undefined): Promise<AttemptChoice> {
    await this.access.activity(caller, activityId, 'attempts.read');
    const quiz = await this.quizzes.find(activityId);
    if (!quiz) throw new QuizNotFoundError();
    return chosen ?? CHOICE_OF_POLICY[quiz.grading];
  }
}
