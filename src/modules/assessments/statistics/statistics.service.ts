import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { ChartPainter } from '../../../shared/charts/chart-painter';
import type { Picture } from '../../../shared/charts/svg-chart';
import { Clock } from '../../../shared/clock/clock';
import { HeavyReads } from '../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import { languageOf } from '../../../shared/sentences/languages';
import type { Language } from '../../../shared/sentences/sentence';
import { CourseAccess } from '../../courses';
import { QuestionNotFoundError } from '../assessments.errors';
import type { AttemptChoice } from './attempt-choice';
import { type GivenResponsesResponse, toGivenResponseResponse } from './dto/given-responses.response';
import { facilityChart, scoreBins, scoresChart } from './charts/statistics-charts';
import {
  type MeasuredQuiz,
  type QuizStatisticsResponse,
  toQuizStatisticsResponse,
} from './dto/quiz-statistics.response';
import type { MarkSheet } from './mark-sheet';
import { GivenResponsesRepository } from './given-responses.repository';
import { effectiveWeights, questionFigures, testFigures, weightRoot } from './quiz-figures';
import { StatisticsChoice } from './statistics-choice';
import { StatisticsRepository } from './statistics.repository';

/** What the marks of a quiz say about it and its questions. */
@Injectable()
export class StatisticsService {
  constructor(
    private readonly statistics: StatisticsRepository,
    private readonly given: GivenResponsesRepository,
    private readonly choice: StatisticsChoice,
    private readonly access: CourseAccess,
    private readonly heavyReads: HeavyReads,
    private readonly painter: ChartPainter,
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
    const choice = await this.choice.of(caller, activityId, chosen);
    const key = keyOf('quiz-statistics', [activityId, choice, caller.locale]);
    return this.heavyReads.share(request, key, async () => {
      const { measured } = await this.compute(activityId, choice);
      return toQuizStatisticsResponse(measured, caller);
    });
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
    const choice = await this.choice.of(caller, activityId, chosen);
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

  /** How the scores lie, as an SVG document in the language of the caller. */
  async scoresChart(
    caller: Caller,
    activityId: string,
    chosen: AttemptChoice | undefined,
    request: HeavyRequest,
  ): Promise<string> {
    return this.chart(caller, activityId, chosen, request, 'scores', ({ title, sheet }, language) => {
      const most = sheet.most / sheet.totals.length;
      const bins = scoreBins(sheet.totals.map((total) => (most === 0 ? 0 : total / most)));
      return scoresChart(title, bins, language);
    });
  }

  /** How much each question earned, likewise. */
  async facilityChart(
    caller: Caller,
    activityId: string,
    chosen: AttemptChoice | undefined,
    request: HeavyRequest,
  ): Promise<string> {
    return this.chart(caller, activityId, chosen, request, 'facility', ({ title, measured }, language) => {
      const { test, questions } = toQuizStatisticsResponse(measured, caller);
      return facilityChart(title, test.count, questions, language);
    });
  }

  private async chart(
    caller: Caller,
    activityId: string,
    chosen: AttemptChoice | undefined,
    request: HeavyRequest,
    name: string,
    draw: (figures: MeasuredSheet & { title: string }, language: Language) => Picture,
  ): Promise<string> {
    const { activity } = await this.access.activity(caller, activityId, 'attempts.read');
    const choice = await this.choice.of(caller, activityId, chosen);
    const language = languageOf(caller.locale) ?? 'en';
    const { title } = activity;
    return this.heavyReads.share(request, keyOf(name, [activityId, choice, title, language]), async () =>
      this.painter.paint(draw({ ...(await this.compute(activityId, choice)), title }, language)),
    );
  }

  private async compute(activityId: string, choice: AttemptChoice): Promise<MeasuredSheet> {
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
    return { sheet, measured: { activityId, choice, asOf, test, questions } };
  }
}

/** The marks of a quiz, and the figures that were computed from them. */
interface MeasuredSheet {
  sheet: MarkSheet;
  measured: MeasuredQuiz;
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
