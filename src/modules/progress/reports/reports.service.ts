import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Rational } from '../../../shared/decimals/rational';
import { CourseAccess, type CourseStanding } from '../../courses';
import { GradebookFacade, isLate, type LineItemFacts, type LineItemFigures } from '../../gradebook';
import { completedPercentage, type ProgressBand, progressBands } from '../statistics/completion';
import { earlyEndsByWeek, type WeekCount } from '../statistics/course-weeks';
import {
  type Distribution,
  distribution,
  type HistogramEntry,
  scoreStatistics,
} from '../statistics/score-statistics';
import type {
  BehindResponse,
  CourseReportResponse,
  FunnelStepResponse,
  LineItemFiguresResponse,
} from './dto/report.response';
import { type LearnerBehind, learnersBehind } from './learners-behind';
import {
  type CompletedActivity,
  type EndCount,
  type LearnerRecord,
  ReportsRepository,
} from './reports.repository';

const MOST_BEHIND = 100;

@Injectable()
export class ReportsService {
  constructor(
    private readonly reports: ReportsRepository,
    private readonly gradebook: GradebookFacade,
    private readonly access: CourseAccess,
    private readonly clock: Clock,
  ) {}

  /**
   * Eight queries after the standing, whatever the size of the course. One after another: a report can wait, and
   * must not take the pool's connections from people who are taking a quiz.
   */
  async report(caller: Caller, courseId: string): Promise<CourseReportResponse> {
    const standing = await this.access.course(caller, courseId, 'reports.read');
    const { today } = standing;
    const now = this.clock.now();
    const ends = await this.reports.enrollmentEnds(courseId, today);
    const activities = await this.reports.completedActivities(courseId, today);
    const learners = await this.reports.learnerRecords(courseId, today);
    const lineItems = await this.gradebook.figuresOf(standing);
    const workOf = await this.gradebook.workOfLearners(courseId);
    const dueItems = lineItems.filter(({ due }) => isLate(now, due)).length;
    const behind = learnersBehind(learners, workOf, {
      ...standing,
      now,
      activities: activities.length,
      dueItems,
    });
    return {
      courseId,
      asOf: now,
      ...enrollmentFigures(ends),
      endedByCourseWeek: endsByWeek(ends, standing),
      progressDistribution: progressOf(learners, activities.length),
      completionFunnel: activities.map((activity) => funnelStep(activity, learners.length)),
      lineItems: lineItems.map(toFiguresResponse),
      behind: await this.withNames(behind),
    };
  }

  private async withNames(behind: LearnerBehind[]): Promise<BehindResponse> {
    const shown = behind.slice(0, MOST_BEHIND);
    const names = await this.reports.names(shown.map(({ userId }) => userId));
    const nameOf = new Map(names.map((name) => [name.userId, name]));
    return {
      total: behind.length,
      learners: shown.map(({ userId, percentage, reasons }) => {
        const { givenName = '', familyName = '' } = nameOf.get(userId) ?? {};
        return { userId, givenName, familyName, percentage, reasons };
      }),
    };
  }
}

/**
 * All who ever were learners, those who are active or only suspended, and those whose enrollment has an end, without the
 * suspended ones.
 */
export function enrollmentFigures(
  ends: readonly EndCount[],
): Pick<CourseReportResponse, 'enrolled' | 'active' | 'suspended' | 'ended'> {
  const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);
  return {
    enrolled: sum(ends.map(({ count }) => count)),
    active: sum(ends.map(({ active }) => active)),
    suspended: sum(ends.map(({ suspended }) => suspended)),
    ended: sum(
      ends.filter(({ endDate }) => endDate !== null).map(({ count, suspended }) => count - suspended),
    ),
  };
}

/** Ends before the end of the course, by its weeks; null without a start to count weeks from. */
export function endsByWeek(
  ends: readonly EndCount[],
  { startDate, endDate: courseEnd }: Pick<CourseStanding, 'startDate' | 'endDate'>,
): WeekCount[] | null {
  if (startDate === null) return null;
  const dated = ends.flatMap(({ endDate, count, suspended }) =>
    endDate === null ? [] : [{ endDate, count: count - suspended }],
  );
  return earlyEndsByWeek(dated, startDate, courseEnd);
}

export function progressOf(learners: readonly LearnerRecord[], activities: number): ProgressBand[] {
  const counts = [...Map.groupBy(learners, ({ completed }) => completed)].map(([completed, group]) => ({
    completed,
    learners: group.length,
  }));
  return progressBands(counts, activities);
}

/** Null where the line item has no range. */
export function distributionOf(
  histogram: readonly HistogramEntry[],
  { resultValueMin: min, resultValueMax: max }: LineItemFacts,
): Distribution | null {
  return Rational.of(max).gt(min) ? distribution(histogram, min, max) : null;
}

function funnelStep(activity: CompletedActivity, learners: number): FunnelStepResponse {
  return { ...activity, percentage: completedPercentage(activity.completed, learners) };
}

function toFiguresResponse(figures: LineItemFigures): LineItemFiguresResponse {
  const { lineItem, results, missingScores, late, histogram } = figures;
  const { mean, median, standardDeviation, min, max } = scoreStatistics(histogram, missingScores);
  return {
    lineItemId: lineItem.id,
    title: lineItem.title,
    dueAt: lineItem.dueAt,
    ...{ results, missingScores, late, mean, median, standardDeviation, min, max },
    distribution: distributionOf(histogram, lineItem),
  };
}
