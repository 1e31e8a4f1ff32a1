import { readDecimal } from '../../../../shared/decimals/read-decimal';
import { Rational } from '../../../../shared/decimals/rational';

/** So many decimals tell thirds from other shares, also of 0.0001 points. */
export const PLACES = 20;
const CLOSE = Rational.of('0.0000001');
const MOST_PLACES = 9;
const LARGEST_DENOMINATOR = 100n;

/** What a share of the points is in points. */
export function pointsOfShare(share: Rational, points: Rational): string {
  return share.times(points).toDecimal(PLACES);
}

/** The share that some points are; files round thirds and the like, which are taken for what they are. */
export function shareOfPoints(value: Rational, points: Rational): string {
  const share = value.over(points);
  const short = share.toDecimal(MOST_PLACES);
  if (Rational.of(short).equals(share)) return short;
  for (let denominator = 1n; denominator <= LARGEST_DENOMINATOR; denominator += 1n) {
    const numerator = share.times(String(denominator)).plus('0.5').floor();
    const fraction = Rational.fraction(numerator, denominator);
    if (fraction.minus(share).abs().gt(CLOSE)) continue;
    const decimal = fraction.toDecimal(MOST_PLACES);
    return Rational.of(decimal).equals(fraction) ? decimal : `${numerator}/${denominator}`;
  }
  return short;
}

/** Undefined for what is no number. */
export function numberOf(text: string): Rational | undefined {
  return readDecimal(text);
}
