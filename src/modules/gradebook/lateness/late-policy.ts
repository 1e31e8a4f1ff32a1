import { Rational } from '../../../shared/decimals/rational';
import { lateKindNamed } from './kinds/registry';
import type { LateKindName, LateTerms } from './kinds/late-kind';

/** What lateness takes from a score, as it is stored. Decimals in percent of the possible points. */
export interface StoredLatePolicy {
  kind: LateKindName;
  terms: LateTerms;
  /** Lateness takes no score below it. It lifts none. From 0 to 100. */
  floorPercent: string;
}

export interface LatePolicy {
  /** Percent of the possible points, for so many seconds of lateness. */
  percentAfter: (lateSeconds: number) => Rational;
  floorPercent: Rational;
}

export function toLatePolicy({ kind, terms, floorPercent }: StoredLatePolicy): LatePolicy {
  const { percentAfter } = lateKindNamed(kind);
  return {
    percentAfter: (lateSeconds) => Rational.of(percentAfter(terms, lateSeconds)),
    floorPercent: Rational.of(floorPercent),
  };
}

export interface AfterLateness {
  /** Points that lateness takes. */
  deducted: Rational;
  /** Without the floor it would have taken more. */
  isAtFloor: boolean;
  /** What counts. */
  score: Rational;
}

/**
 * The score that counts for work which came so many seconds after its due: always from the entered score, so that nothing is
 * taken twice. Exact.
 *
 * deduction = possible · min(percent, max(raw % − floor %, 0)) / 100. Source: Canvas, `app/models/late_policy.rb`.
 *
 * @param entered above the least score of the line item
 * @param possible where it is 0 nothing is taken
 */
export function afterLateness(
  entered: Rational,
  possible: Rational,
  lateSeconds: number,
  { percentAfter, floorPercent }: LatePolicy,
): AfterLateness {
  if (lateSeconds <= 0 || possible.lte(0))
    return { deducted: Rational.ZERO, isAtFloor: false, score: entered };
  const percent = percentAfter(lateSeconds);
  const aboveFloor = entered.over(possible).times(100).minus(floorPercent);
  const most = aboveFloor.gt(0) ? aboveFloor : Rational.ZERO;
  const isAtFloor = percent.gt(most);
  const deducted = possible.times(isAtFloor ? most : percent).over(100);
  return { deducted, isAtFloor, score: entered.minus(deducted) };
}
