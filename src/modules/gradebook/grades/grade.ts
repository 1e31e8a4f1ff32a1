import { ExactDecimal, rounded } from '../../../shared/decimals/exact-decimal';
import type { ScoreStatus } from '../results/result-value';

/** A result as grades are reckoned from it; `min` and `max` are the line item's range. Decimals. */
export interface GradedItem {
  score: string | null;
  scoreStatus: ScoreStatus;
  min: string;
  max: string;
}

const PLACES = 2;

/**
 * Where the score lies in the range of its line item, in percent, rounded half-up to 2 decimals:
 * 100 · (score − min) / (max − min). Null without a score or where the range is empty, as for a quiz without
 * questions. May be below 0 or above 100 for imported scores outside the range.
 */
export function scorePercentage({
  score,
  min,
  max,
}: Pick<GradedItem, 'score' | 'min' | 'max'>): string | null {
  const range = new ExactDecimal(max).minus(min);
  if (score === null || !range.gt(0)) return null;
  return rounded(new ExactDecimal(score).minus(min).times(100).div(range), PLACES);
}

/**
 * A learner's total in a course: the mean of the percentages of her graded line items, each weighing the same,
 * in percent, rounded half-up to 2 decimals once, at the end. What is exempt or has no score yet does not count;
 * null when nothing does.
 */
export function gradeTotal(items: readonly GradedItem[]): string | null {
  const sums = new Map<string, ExactDecimal>();
  let count = 0;
  for (const { score, scoreStatus, min, max } of items) {
    const range = new ExactDecimal(max).minus(min);
    if (score === null || scoreStatus === 'exempt' || !range.gt(0)) continue;
    const key = range.toString();
    sums.set(key, new ExactDecimal(score).minus(min).plus(sums.get(key) ?? 0));
    count += 1;
  }
  if (count === 0) return null;
  // One common denominator keeps the sum exact: thirds that add up to one really do.
  const denominator = [...sums.keys()].reduce((product, range) => product.times(range), new ExactDecimal(1));
  const numerator = [...sums].reduce(
    (total, [range, sum]) => total.plus(sum.times(denominator.div(range))),
    new ExactDecimal(0),
  );
  return rounded(numerator.times(100).div(denominator.times(count)), PLACES);
}

/** A result is late when its score date lies after the day on which the line item is due; both `YYYY-MM-DD`. */
export function isLate(scoreDate: string, dueDay: string | null): boolean {
  return dueDay !== null && scoreDate > dueDay;
}
