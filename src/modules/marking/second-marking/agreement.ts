import { Rational } from '../../../shared/decimals/rational';

/** How much two markers agree about the scripts that both have marked. */
export interface Agreement {
  scripts: number;
  /** Of scripts with the same marks, to two decimals. */
  samePercentage: string | null;
  /** In points, to four decimals. */
  meanDifference: string | null;
  largestDifference: string | null;
  /** To four decimals. */
  weightedKappa: string | null;
}

const PLACES = 4;

/**
 * Exact, each figure rounded half-up once.
 *
 * Weighted kappa as J. Cohen defines it ("Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit",
 * Psychological Bulletin 70, 1968), with the squared difference as the weight of a disagreement: 1 - Σ(xᵢ - yᵢ)²/n ÷ Σᵢⱼ(xᵢ - yⱼ)²/n². The
 * weights depend on the marks alone, so that no categories have to be made of points. It is not defined where all marks of both are the same.
 */
export function agreementOf(pairs: readonly { first: string; second: string }[]): Agreement {
  const count = pairs.length;
  if (count === 0)
    return {
      ...{ scripts: 0, samePercentage: null, meanDifference: null, largestDifference: null },
      weightedKappa: null,
    };
  const values = pairs.map(({ first, second }) => ({
    first: Rational.of(first),
    second: Rational.of(second),
  }));
  const differences = values.map(({ first, second }) => first.minus(second).abs());
  const same = differences.filter((difference) => difference.isZero()).length;
  const largest = differences.reduce((one, other) => (other.gt(one) ? other : one));
  return {
    scripts: count,
    samePercentage: Rational.fraction(BigInt(same), BigInt(count)).toPercent(2),
    meanDifference: Rational.sum(differences).over(count).toDecimal(PLACES),
    largestDifference: largest.toDecimal(PLACES),
    weightedKappa: weightedKappa(values),
  };
}

/** ΣᵢΣⱼ(xᵢ - yⱼ)² = nΣx² + nΣy² - 2ΣxΣy, so the time grows with the number of scripts and not with its square. */
function weightedKappa(values: readonly { first: Rational; second: Rational }[]): string | null {
  const count = values.length;
  if (count < 2) return null;
  const squares = ({ first, second }: { first: Rational; second: Rational }): Rational =>
    first.times(first).plus(second.times(second));
  const observed = Rational.sum(
    values.map(({ first, second }) => first.minus(second).times(first.minus(second))),
  );
  const [firsts, seconds] = [values.map(({ first }) => first), values.map(({ second }) => second)];
  const expected = Rational.sum(values.map(squares))
    .times(count)
    .minus(Rational.sum(firsts).times(Rational.sum(seconds)).times(2));
  if (expected.isZero()) return null;
  return Rational.ONE.minus(observed.times(count).over(expected)).toDecimal(PLACES);
}
