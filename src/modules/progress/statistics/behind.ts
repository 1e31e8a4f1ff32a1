import { Rational } from '../../../shared/decimals/rational';

/** One piece of work past its due date is reason enough to look. */
export const OVERDUE_WORK_LIMIT = 1;
/** Percentage points below the median of the cohort. */
export const FAR_BELOW_MEDIAN_POINTS = 20;
/** Days. Two weeks without activity: one missed week is a holiday, two are a pattern. */
export const INACTIVE_DAYS = 14;

export type BehindCode = 'overdue_work' | 'far_below_median' | 'inactive';

/** Why a learner counts as behind: the rule, the learner's value and the limit that it reached. */
export interface BehindReason {
  code: BehindCode;
  /** Pieces of overdue work, percentage points below the median, or days since the last activity. */
  actual: string;
  limit: string;
}

export interface LearnerStanding {
  /** How much of the course the learner has completed, in percent. */
  completedPercentage: string;
  /** The median of that over all active learners of the course; null when there is none to compare with. */
  cohortMedianPercentage: string | null;
  /** Pieces of work that are due, not handed in and not excused. */
  overdueCount: number;
  /** Whole days since the learner last did something in the course; since enrolling, where that was nothing yet. */
  daysSinceLastActivity: number;
}

/**
 * Why a learner is behind; no reason means that the learner is not. Every limit counts as reached: 20 points
 * below the median, or 14 days of silence, are enough. Those who completed everything are never inactive:
 * nothing is left for them to do.
 */
export function behindReasons(standing: LearnerStanding): BehindReason[] {
  const reasons: BehindReason[] = [];
  if (standing.overdueCount >= OVERDUE_WORK_LIMIT) {
    reasons.push(reason('overdue_work', standing.overdueCount, OVERDUE_WORK_LIMIT));
  }
  const completed = Rational.of(standing.completedPercentage);
  const below = Rational.of(standing.cohortMedianPercentage ?? completed).minus(completed);
  if (below.gte(FAR_BELOW_MEDIAN_POINTS)) {
    reasons.push(reason('far_below_median', below.toDecimal(1), FAR_BELOW_MEDIAN_POINTS));
  }
  if (standing.daysSinceLastActivity >= INACTIVE_DAYS && completed.lt(100)) {
    reasons.push(reason('inactive', standing.daysSinceLastActivity, INACTIVE_DAYS));
  }
  return reasons;
}

function reason(code: BehindCode, actual: string | number, limit: number): BehindReason {
  return { code, actual: String(actual), limit: String(limit) };
}
