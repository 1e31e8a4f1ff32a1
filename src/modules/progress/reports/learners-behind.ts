import type { LearnerWork } from '../../gradebook';
import { behindReasons, type BehindReason } from '../statistics/behind';
import { completedPercentage } from '../statistics/completion';
import { type CourseSpan, inactivityIn, type LastSigns } from '../statistics/inactivity';
import { scoreStatistics } from '../statistics/score-statistics';

/** What an active learner has done. */
export interface LearnerRecord extends Omit<LastSigns, 'lastResultDay'> {
  userId: string;
  /** Of the activities that count for the learner. */
  completed: number;
  /** Activities that count for the learner. */
  total: number;
}

export interface LearnerBehind {
  userId: string;
  /** Completed share of the activities, in percent with at most one decimal. */
  percentage: string;
  reasons: BehindReason[];
}

/**
 * The learners who are behind by `behindReasons`, those with the most reasons first, then those who have completed
 * least. The median is of the learners given.
 */
export function learnersBehind(
  learners: readonly LearnerRecord[],
  workOf: ReadonlyMap<string, Pick<LearnerWork, 'overdue' | 'lastDay'>>,
  course: CourseSpan,
): LearnerBehind[] {
  // Computed once for each pair of counts, which many learners share.
  const groups = Map.groupBy(learners, ({ completed, total }) => `${completed} ${total}`);
  const histogram = [...groups.values()].flatMap((group) =>
    group[0]
      ? [
          {
            score: completedPercentage(group[0].completed, group[0].total),
            learners: group,
            count: group.length,
          },
        ]
      : [],
  );
  const { median } = scoreStatistics(histogram, 0);
  const inactivity = inactivityIn(course);
  return histogram
    .flatMap(({ score: percentage, learners: group }) =>
      group.map((learner) => {
        const work = workOf.get(learner.userId);
        const reasons = behindReasons({
          completedPercentage: percentage,
          cohortMedianPercentage: median,
          overdueCount: work?.overdue ?? 0,
          daysSinceLastActivity: inactivity({ ...learner, lastResultDay: work?.lastDay ?? null }),
        });
        return { userId: learner.userId, percentage, reasons };
      }),
    )
    .filter(({ reasons }) => reasons.length > 0)
    .sort(
      (one, other) =>
        other.reasons.length - one.reasons.length ||
        Number(one.percentage) - Number(other.percentage) ||
        (one.userId < other.userId ? -1 : 1),
    );
}
