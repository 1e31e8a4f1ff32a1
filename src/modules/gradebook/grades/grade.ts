import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { ScoreStatus } from '../results/result-value';

/** A result as grades are reckoned from it; `min` and `max` are the line item's range. Decimals of at most 4 places. */
export interface GradedItem {
  score: string | null;
  scoreStatus: ScoreStatus;
  min: string;
  max: string;
}

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
  const least = tenThousandths(min);
  const range = tenThousandths(max) - least;
  if (score === null || range <= 0) return null;
  return percentage(BigInt(tenThousandths(score) - least), BigInt(range));
}

/**
 * A learner's total in a course: the mean of the percentages of their graded line items, each weighing the same,
 * in percent, rounded half-up to 2 decimals once, at the end. What is exempt or has no score yet does not count;
 * null when nothing does.
 */
export function gradeTotal(items: readonly GradedItem[]): string | null {
  const sumByRange = new Map<number, number>();
  let count = 0;
  for (const { score, scoreStatus, min, max } of items) {
    if (score === null || scoreStatus === 'exempt') continue;
    const least = tenThousandths(min);
    const range = tenThousandths(max) - least;
    if (range <= 0) continue;
    sumByRange.set(range, (sumByRange.get(range) ?? 0) + tenThousandths(score) - least);
    count += 1;
  }
  if (count === 0) return null;
  // One common denominator keeps the sum exact: thirds that add up to one really do.
  let [numerator, denominator] = [0n, 1n];
  for (const [range, sum] of sumByRange) {
    numerator = numerator * BigInt(range) + BigInt(sum) * denominator;
    denominator *= BigInt(range);
  }
  return percentage(numerator, denominator * BigInt(count));
}

/** A result is late when its score date lies after the day on which the line item is due; both `YYYY-MM-DD`. */
export function isLate(scoreDate: string, dueDay: string | null): boolean {
  return dueDay !== null && scoreDate > dueDay;
}

/**
 * A score as a whole number, in which sums are as exact as in decimals and a gradebook of thousands of scores is
 * added up in no time. Scores are below 10⁸, so this is below 10¹², and thousands of them are still safe integers.
 */
function tenThousandths(score: string): number {
  const point = score.indexOf('.');
  if (point === -1) return Number(score) * 10_000;
  const places = score.length - point - 1;
  if (places > 4) throw new RangeError(`More than 4 decimals: ${score}.`);
  return Number(score.slice(0, point) + score.slice(point + 1)) * 10 ** (4 - places);
}

/** In percent, half away from zero to 2 decimals. The denominator is above 0. */
function percentage(numerator: bigint, denominator: bigint): string {
  const size = numerator < 0n ? -numerator : numerator;
  const hundredths = (size * 20_000n + denominator) / (denominator * 2n);
  const digits = String(hundredths).padStart(3, '0');
  const text = plainDecimal(`${digits.slice(0, -2)}.${digits.slice(-2)}`);
  return numerator < 0n && hundredths > 0n ? `-${text}` : text;
}
