import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { Rational } from '../../../shared/decimals/rational';
import { passes } from '../../assessments';
import {
  type AskedLearner,
  type LearnerFacts,
  type LearnerFactSource,
  LearnerFactSources,
  ReleaseChecks,
  type ResultFact,
  RESULTS,
  type TargetSource,
} from '../../courses';
import { LineItemsRepository } from '../line-items/line-items.repository';
import { scoreRange } from './grade';
import { GradesRepository } from './grades.repository';
import { type LearnerGrade, learnerGrades } from './learner-grades';

/** What a learner has reached, as far as they are told, for the release rules of the course. */
@Injectable()
export class ResultsForRules implements LearnerFactSource, TargetSource, OnModuleInit {
  constructor(
    private readonly grades: GradesRepository,
    private readonly lineItems: LineItemsRepository,
    private readonly sources: LearnerFactSources,
    private readonly checks: ReleaseChecks,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sources.provide(RESULTS, this);
    this.checks.provide('line_item', this);
  }

  async learnerFacts({ courseId, userId, timeZone }: AskedLearner): Promise<Pick<LearnerFacts, 'results'>> {
    const now = this.clock.now();
    const found = await this.grades.inCourse(userId, courseId, { viewer: 'learner', now });
    const { lineItems } = learnerGrades(found, timeZone, now, 'posted');
    const results = lineItems.flatMap((item): [string, ResultFact][] => {
      const { lineItemId, activityId } = item.grade;
      const fact = toResultFact(item);
      return activityId === null
        ? [[lineItemId, fact]]
        : [
            [lineItemId, fact],
            [activityId, fact],
          ];
    });
    return { results: new Map(results) };
  }

  async existing(courseId: string, ids: readonly string[]): Promise<Set<string>> {
    const known = await this.lineItems.allOf(courseId);
    const wanted = new Set(ids);
    return new Set(known.flatMap(({ id }) => (wanted.has(id) ? [id] : [])));
  }
}

/** Nothing is rounded here: the score that counts has 4 places. */
function toResultFact({ grade, effectiveScore }: LearnerGrade): ResultFact {
  const { title, min, max, activityId, passPercentage, result } = grade;
  const range = scoreRange(min, max);
  const score = effectiveScore === null ? null : Rational.of(effectiveScore);
  return {
    title,
    percent: score && range ? score.minus(range.least).times(100).over(range.width) : null,
    hasPassed:
      activityId === null || effectiveScore === null ? null : passes(effectiveScore, max, passPercentage),
    isExcused: result?.scoreStatus === 'exempt',
  };
}
