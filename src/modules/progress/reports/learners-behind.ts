import { type Day, daysBetween, endOfDay } from '../../../shared/time/zoned-time';
import type { LearnerWork } from '../../gradebook';
import { behindReasons, type BehindReason } from '../statistics/behind';
import { completedPercentage } from '../statistics/completion';
import { scoreStatistics } from '../statistics/score-statistics';
import type { LearnerRecord } from './reports.repository';

/** The facts about a course that decide who is behind. */
export interface CourseMeasures {
  /** Activities of the course. */
  activities: number;
  /** Line items that are due. */
  dueItems: number;
  now: Date;
  /** IANA name; the days are of this time zone. */
  timeZone: string;
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

const DAY_MS = 86_400_000;

/**
 * The learners who are behind by `behindReasons`, those with the most reasons first, then those who have completed
 * least.
 *
 * Inactivity is counted in whole days from the last completion, submission or imported result, or from
 * the day on which both the enrollment and the course had begun if that is later; at most until the end of the course.
 */
export function learnersBehind(
  learners: readonly LearnerRecord[],
  workOf: ReadonlyMap<string, LearnerWork>,
  measures: CourseMeasures,
): LearnerBehind[] {
  const groups = Map.groupBy(learners, ({ completed }) => completed);
  // Computed once for each count, which many learners share.
  const percentageOf = new Map(
    [...groups.keys()].map((completed) => [completed, completedPercentage(completed, measures.activities)]),
  );
  const percentage = ({ completed }: LearnerRecord): string => percentageOf.get(completed) ?? '0.0';
  const histogram = [...groups.values()].flatMap((group) =>
    group[0] ? [{ score: percentage(group[0]), count: group.length }] : [],
  );
  const { median } = scoreStatistics(histogram, 0);
  const inactivity = inactivityIn(measures);
  return learners
    .map((learner) => {
      const work = workOf.get(learner.userId);
      const reasons = behindReasons({
        completedPercentage: percentage(learner),
        cohortMedianPercentage: median,
        overdueCount: Math.max(0, measures.dueItems - (work?.handedIn ?? 0)),
        daysSinceLastActivity: inactivity(learner, work),
      });
      return { userId: learner.userId, percentage: percentage(learner), reasons };
    })
    .filter(({ reasons }) => reasons.length > 0)
    .sort(
      (one, other) =>
        other.reasons.length - one.reasons.length ||
        Number(one.percentage) - Number(other.percentage) ||
        (one.userId < other.userId ? -1 : 1),
    );
}

/** For how many whole days a learner has been inactive. Results have only a day, so they count from that day. */
function inactivityIn({
  now,
  timeZone,
  today,
  startDate,
  endDate,
}: CourseMeasures): (learner: LearnerRecord, work: LearnerWork | undefined) => number {
  const isOver = endDate !== null && endDate < today;
  const [lastInstant, lastDay] = isOver ? [endOfDay(endDate, timeZone), endDate] : [now, today];
  // Computed once for each day, since thousands of learners share a few days.
  const known = new Map<Day, number>();
  const daysSince = (day: Day): number => {
    const days = known.get(day) ?? daysBetween(day, lastDay);
    known.set(day, days);
    return days;
  };
  return ({ beginDate, lastCompletedAt }, work) => {
    const lastKnownDay = latest([beginDate, startDate, work?.lastDay ?? null]);
    const sinceCompletion =
      lastCompletedAt === null
        ? Infinity
        : Math.floor((lastInstant.getTime() - lastCompletedAt.getTime()) / DAY_MS);
    return Math.max(0, Math.min(daysSince(lastKnownDay), sinceCompletion));
  };
}

/** The latest day; days sort as text. */
function latest([first, ...others]: [Day, ...(Day | null)[]]): Day {
  return others.reduce<Day>((last, day) => (day !== null && day > last ? day : last), first);
}
