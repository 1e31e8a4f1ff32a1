import { readDecimal } from '../../../shared/decimals/read-decimal';
import { Rational } from '../../../shared/decimals/rational';
import { shareOf } from '../../../shared/decimals/share-text';

/** As precise as other systems write thirds: 33.33333. */
export const PERCENT_PLACES = 5;
/** Shares that have no end as decimals, by how many files write them. */
const DENOMINATORS = [3n, 6n, 7n, 9n, 11n, 12n];
const CLOSE = Rational.of('0.00001');
const MOST_PLACES = 9;

/**
 * A percentage of a file as a share. Files round thirds, sixths and the like: what is within 1e-5 of one is meant to be it, as
 * Moodle takes it (`lib/questionlib.php`, `match_grade_options`). Undefined for what is no number from -100 to 100.
 */
export function shareOfPercentage(percentage: string): string | undefined {
  const percent = readDecimal(percentage.replace(',', '.'));
  if (!percent || percent.abs().gt(100)) return undefined;
  const share = percent.over(100);
  // Short ones are meant as they stand.
  if (/[.,]\d{3}/.test(percentage))
    for (const denominator of DENOMINATORS)
      for (let numerator = 1n; numerator < denominator; numerator += 1n) {
        const fraction = Rational.fraction(numerator, denominator);
        if (share.abs().minus(fraction).abs().lte(CLOSE))
          return `${share.lt(0) ? '-' : ''}${numerator}/${denominator}`;
      }
  return share.toDecimal(MOST_PLACES);
}

/** A share as a percentage, with at most 5 decimals. `isExact` if reading it gives the same share. */
export function percentageOf(share: string): { percentage: string; isExact: boolean } {
  const percentage = shareOf(share).toPercent(PERCENT_PLACES);
  return { percentage, isExact: shareOf(shareOfPercentage(percentage)).equals(shareOf(share)) };
}
