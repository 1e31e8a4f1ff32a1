import { Rational } from '../../../shared/decimals/rational';

/** The scores that a line item gives, from the least to the greatest. */
export interface ScoreRange {
  least: Rational;
  /** The greatest less the least, above 0. */
  width: Rational;
}

const PLACES = 2;

/** Undefined for an empty range, as a quiz without questions has it: nothing can be scored there. */
export function scoreRange(min: string, max: string): ScoreRange | undefined {
  const least = Rational.of(min);
  const width = Rational.of(max).minus(least);
  return width.gt(0) ? { least, width } : undefined;
}

/**
 * Where the score lies in the range of its line item, in percent: 100 · (score − min) / (max − min), rounded half up to
 * 2 decimals. Null without a score or a range. May be below 0 or above 100 for imported scores outside the range.
 */
export function scorePercentage(score: string | null, range: ScoreRange | undefined): string | null {
  return score === null || !range ? null : shareOf(score, range).toPercent(PLACES);
}

function shareOf(score: string, { least, width }: ScoreRange): Rational {
  return Rational.of(score).minus(least).over(width);
}
