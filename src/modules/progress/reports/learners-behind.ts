import { eachInSlices } from '../../../shared/collections/slices';
import type { LearnerWork } from '../../gradebook';
import { behindReasons, type BehindReason } from '../statistics/behind';
import { completedPercentage } from '../statistics/completion';
import { type CourseSpan, inactivityIn, type LastSigns } from '../statistics/inactivity';
import { type HistogramEntry, scoreStatistics } from '../statistics/score-statistics';

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

/** The learners who are behind: how many, and the first of them. */
export interface LearnersBehind {
  total: number;
  first: LearnerBehind[];
}

/**
 * The learners who are behind by `behindReasons`, those with the most reasons first, then those who have completed
 * least. The median is of the learners given. Computed in slices, between which the event loop serves everybody else.
 *
 * @param most how many of them are told
 */
export async function learnersBehind(
  learners: readonly LearnerRecord[],
  workOf: { get(userId: string): Pick<LearnerWork, 'overdue' | 'lastDay'> | undefined },
  course: CourseSpan,
  most: number,
): Promise<LearnersBehind> {
  const { median, percentageOf } = await completedPercentages(learners);
  const inactivity = inactivityIn(course);
  const first = new FirstBehind(most);
  await eachInSlices(learners, (learner) => {
    const percentage = percentageOf(learner);
    const work = workOf.get(learner.userId);
    const reasons = behindReasons({
      completedPercentage: percentage,
      cohortMedianPercentage: median,
      overdueCount: work?.overdue ?? 0,
      daysSinceLastActivity: inactivity({ ...learner, lastResultDay: work?.lastDay ?? null }),
    });
    if (reasons.length > 0) first.add({ userId: learner.userId, percentage, reasons });
  });
  return { total: first.total, first: first.sorted() };
}

type Share = Pick<LearnerRecord, 'completed' | 'total'>;

/** Each percentage is computed once for a pair of counts, which many learners share. */
async function completedPercentages(
  learners: readonly Share[],
): Promise<{ median: string | null; percentageOf: (share: Share) => string }> {
  const known = new Map<string, HistogramEntry>();
  const keyOf = ({ completed, total }: Share): string => `${completed} ${total}`;
  await eachInSlices(learners, (learner) => {
    const entry = known.get(keyOf(learner));
    if (entry) entry.count += 1;
    else
      known.set(keyOf(learner), { score: completedPercentage(learner.completed, learner.total), count: 1 });
  });
  return {
    median: scoreStatistics([...known.values()], 0).median,
    percentageOf: (share) =>
      known.get(keyOf(share))?.score ?? completedPercentage(share.completed, share.total),
  };
}

/** Counts learners who are behind and keeps the first of them, so that there is no large list to sort in one turn. */
class FirstBehind {
  total = 0;
  private kept: LearnerBehind[] = [];

  constructor(private readonly most: number) {}

  add(learner: LearnerBehind): void {
    this.total += 1;
    this.kept.push(learner);
    if (this.kept.length >= 2 * this.most) this.kept = this.sorted();
  }

  sorted(): LearnerBehind[] {
    return this.kept.toSorted(byUrgency).slice(0, this.most);
  }
}

function byUrgency(one: LearnerBehind, other: LearnerBehind): number {
  return (
    other.reasons.length - one.reasons.length ||
    Number(one.percentage) - Number(other.percentage) ||
    (one.userId < other.userId ? -1 : 1)
  );
}
