import { Rational } from '../../../shared/decimals/rational';

/** Something with a share, and a weight in percent. */
export interface Weighed {
  share: Rational;
  weight: Rational;
}

const WHOLE = Rational.of(100);

/**
 * The sum of weighed shares. Weights of less than 100 % together are scaled up to it; those of more stay, so that the sum may
 * exceed 100 %. Null where they are 0 together.
 */
export function weighedTogether(parts: readonly Weighed[]): { share: Rational | null; scale: Rational } {
  const together = Rational.sum(parts.map(({ weight }) => weight));
  if (together.isZero()) return { share: null, scale: Rational.ONE };
  const scale = together.gte(WHOLE) ? Rational.ONE : WHOLE.over(together);
  const sum = Rational.sum(parts.map(({ share, weight }) => share.times(weight)));
  return { share: sum.times(scale).over(WHOLE), scale };
}
