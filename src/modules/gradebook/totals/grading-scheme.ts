import { Rational } from '../../../shared/decimals/rational';

/** A grade, and from where on it is given. */
export interface SchemeRow {
  name: string;
  /** In percent. */
  from: Rational;
}

/** Names for totals: from the highest to the lowest, whose bound is 0. */
export interface GradingScheme {
  rows: readonly SchemeRow[];
  /** Decimals to which a percentage is rounded (half up) before it is compared; null: the exact one is. */
  roundsTo: number | null;
}

/**
 * The row of a total: the first whose bound it reaches; the last one where it is below 0.
 *
 * @param share 1 is everything that can be reached
 */
export function schemeRow({ rows, roundsTo }: GradingScheme, share: Rational): SchemeRow {
  const exact = share.times(100);
  const percent = roundsTo === null ? exact : Rational.of(exact.toFixed(roundsTo));
  const row = rows.find(({ from }) => percent.gte(from)) ?? rows.at(-1);
  if (!row) throw new Error('A grading scheme without rows.');
  return row;
}
