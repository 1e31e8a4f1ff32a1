import { type Day, dayIn, daysBetween } from '../../../shared/time/zoned-time';
import type { LearnerWork } from '../../gradebook';
import { behindReasons, type BehindReason } from '../statistics/behind';
import { completedPercentage } from '../statistics/completion';
import { scoreStatistics } from '../statistics/score-statistics';
import type { LearnerRecord } from './reports.repository';

/** What the learners of a course are measured by. */
export interface CourseMeasures {
  /** Activities of the course. */
  activities: number;
  /** Line items that are due. */
  dueItems: number;
  timeZone: string;
  /** The present day in the time zone. */
  today: Day;
  startDate: Day | null;
  endDate: Day | null;
}

export interface LearnerBehind {
  userId: string;
  /** Completed share of the activities, in percent with one decimal. */
  percentage: string;
  reasons: BehindReason[];
}

/**
 * The learners who are behind by `behindReasons`, those with the most reasons first, then those who have completed
 * least.
 *
 * Inactivity is counted from the last completion, submission or imported result, at the earliest from the day on
 * which both the learner and the course had begun, and at most until the end of the course.
 */
export function learnersBehind(
  learners: readonly LearnerRecord[],
  workOf: ReadonlyMap<string, LearnerWork>,
  measures: CourseMeasures,
): LearnerBehind[] {
  const { activities, dueItems, timeZone, today, startDate, endDate } = measures;
  const lastDayThatCounts = earlier(today, endDate);
  const cohortMedianPercentage = medianPercentage(learners, activities);
  return learners
    .map(({ userId, beginDate, completed, lastCompletedAt }) => {
      const work = workOf.get(userId);
      const lastDay = latest([
        beginDate,
        startDate,
        work?.lastDay ?? null,
        lastCompletedAt && dayIn(lastCompletedAt, timeZone),
      ]);
      const percentage = completedPercentage(completed, activities);
      const reasons = behindReasons({
        completedPercentage: percentage,
        cohortMedianPercentage,
        overdueCount: Math.max(0, dueItems - (work?.handedIn ?? 0)),
        daysSinceLastActivity: Math.max(0, daysBetween(lastDay, lastDayThatCounts)),
      });
      return { userId, percentage, reasons };
    })
    .filter(({ reasons }) => reasons.length > 0)
    .sort(
      (one, other) =>
        other.reasons.length - one.reasons.length ||
        Number(one.percentage) - Number(other.percentage) ||
        (one.userId < other.userId ? -1 : 1),
    );
}

function medianPercentage(learners: readonly LearnerRecord[], activities: number): string | null {
  const histogram = [...Map.groupBy(learners, ({ completed }) => completed)].map(([completed, group]) => ({
    score: completedPercentage(completed, activities),
    count: group.length,
  }));
  return scoreStatistics(histogram, 0).median;
}

function earlier(one: Day, other: Day | null): Day {
  return other !== null && other < one ? other : one;
}

/** `YYYY-MM-DD` sorts as text. */
function latest([first, ...others]: [Day, ...(Day | null)[]]): Day {
  return others.reduce<Day>((last, day) => (day !== null && day > last ? day : last), first);
}
