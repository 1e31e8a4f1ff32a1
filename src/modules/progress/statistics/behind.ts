import { Rational } from '../../../shared/decimals/rational';

/** One overdue piece of work is reason enough. */
export const OVERDUE_WORK_LIMIT = 1;
/** Percentage points below the median of the cohort. */
export const FAR_BELOW_MEDIAN_POINTS = 20;
/** Days without activity. Two weeks, since one missed week may be a holiday. */
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
  /** Whole days since the learner's last activity in the course, or since they enrolled if there was none. */
  daysSinceLastActivity: number;
}

/**
 * The reasons why a learner is behind; none if they are not. A value equal to the limit is a reason: 20 points
 * below the median, or 14 days without activity, are enough. Learners who completed everything are never inactive.
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
