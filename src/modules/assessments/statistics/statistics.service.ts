import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { HeavyReads } from '../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import { CourseAccess } from '../../courses';
import { QuestionNotFoundError, QuizNotFoundError } from '../assessments.errors';
import { QuizzesRepository } from '../quizzes/quizzes.repository';
import { type AttemptChoice, CHOICE_OF_POLICY } from './attempt-choice';
import { type GivenResponsesResponse, toGivenResponseResponse } from './dto/given-responses.response';
import { type QuizStatisticsResponse, toQuizStatisticsResponse } from './dto/quiz-statistics.response';
import { GivenResponsesRepository } from './given-responses.repository';
import { effectiveWeights, questionFigures, testFigures, weightRoot } from './quiz-figures';
import { StatisticsRepository } from './statistics.repository';

/** What the marks of a quiz say about it and its questions. */
@Injectable()
export class StatisticsService {
  constructor(
    private readonly statistics: StatisticsRepository,
    private readonly given: GivenResponsesRepository,
    private readonly quizzes: QuizzesRepository,
    private readonly access: CourseAccess,
    private readonly heavyReads: HeavyReads,
    private readonly clock: Clock,
  ) {}

  /**
   * Computed anew for whoever asks, in the lane for heavy reads, with two statements after the standing. Which attempts it is
   * about is the choice, or by default those that make the grade.
   */
  async ofQuiz(
    caller: Caller,
    activityId: string,
    chosen: AttemptChoice | undefined,
    request: HeavyRequest,
  ): Promise<QuizStatisticsResponse> {
    const choice = await this.choiceIn(caller, activityId, chosen);
    return this.heavyReads.share(request, keyOf('quiz-statistics', [activityId, choice, caller.locale]), () =>
      this.compute(activityId, choice, caller),
    );
  }

  /**
   * What learners answered to a question of the quiz, most frequent first, with two statements after the standing and the quiz. Throws
   * QuestionNotFoundError for a question that no graded attempt at the quiz asked and that is in no place of it.
   */
  async responses(
    caller: Caller,
    asked: { activityId: string; questionId: string; limit: number },
    chosen: AttemptChoice | undefined,
    request: HeavyRequest,
  ): Promise<GivenResponsesResponse> {
    const { activityId, questionId, limit } = asked;
    const choice = await this.choiceIn(caller, activityId, chosen);
    const key = keyOf('given-responses', [activityId, questionId, limit, choice, caller.locale]);
    return this.heavyReads.share(request, key, async () => {
      const asOf = this.clock.now();
      const given = await this.given.count(activityId, questionId, choice);
      if (given.count === 0 && !(await this.given.isAsked(activityId, questionId)))
        throw new QuestionNotFoundError();
      const frequent = given.mostFrequent(limit);
      const shown = frequent.length === 0 ? [] : await this.given.shown(questionId, frequent);
      const responses = shown.map((one) => toGivenResponseResponse(one, given.count, caller));
      const others = frequent.reduce((rest, { count }) => rest - count, given.count);
      return { questionId, asOf, attempts: choice, count: given.count, responses, others };
    });
  }

  private async choiceIn(
    caller: Caller,
    activityId: string,
    chosen: AttemptChoice | undefined,
  ): Promise<AttemptChoice> {
    await this.access.activity(caller, activityId, 'attempts.read');
    const quiz = await this.quizzes.find(activityId);
    if (!quiz) throw new QuizNotFoundError();
    return chosen ?? CHOICE_OF_POLICY[quiz.grading];
  }

  private async compute(
    activityId: string,
    choice: AttemptChoice,
    reader: Pick<Caller, 'locale'>,
  ): Promise<QuizStatisticsResponse> {
    const asOf = this.clock.now();
    const taker = await this.statistics.marks(activityId, choice);
    const { keyRevisionIds } = taker;
    const revisions =
      keyRevisionIds.length === 0 ? [] : await this.statistics.revisions(activityId, keyRevisionIds);
    const sheet = taker.sheet(revisions);
    const test = testFigures(sheet);
    const roots = await oneByOne(sheet.questions, weightRoot);
    const weights = effectiveWeights(roots);
    const figures = await oneByOne(sheet.questions, (question) => questionFigures(question, sheet));
    const questions = sheet.questions.map((question, index) => ({
      ...{ ...question, effectiveWeight: weights[index] ?? null },
      ...(figures[index] as (typeof figures)[number]),
    }));
    return toQuizStatisticsResponse({ activityId, choice, asOf, test, questions }, reader);
  }
}

/** What is computed, and all that it depends on. */
function keyOf(what: string, dependsOn: readonly (string | number | null)[]): string {
  return JSON.stringify([what, ...dependsOn]);
}

/** As `map`. A question of 10,000 attempts takes some milliseconds: the event loop serves others after each. */
async function oneByOne<T, Result>(values: readonly T[], toResult: (value: T) => Result): Promise<Result[]> {
  const results: Result[] = [];
  for (const value of values) {
    results.push(toResult(value));
    await setImmediate();
  }
  return results;
}
