import { Rational } from '../../../shared/decimals/rational';
import type { ScoreRange } from '../grades/grade';
import { itemScore } from '../lateness/item-lateness';
import { type HandedIn, timelinessOf } from '../lateness/timeliness';
import { type Due, isExempt } from '../line-items/due';
import { type CountingItem, latePolicyFor, type StandingRules } from '../rules/stored-rules';
import { periodOf } from './periods';
import type { ItemStanding } from './standing';

/** A line item as it counts for everybody. */
export interface CountingFacts extends CountingItem {
  id: string;
  /** Undefined where nothing can be scored. */
  range: ScoreRange | undefined;
}

/** What a learner has in it. */
export type StandingResult = HandedIn;

/**
 * How one learner stands in a line item, with what lateness takes from the score. What is partially graded waits for marks.
 *
 * @param due that of the learner
 */
export function itemStanding(
  { range, expectsSubmission, namedPeriodId, ...item }: CountingFacts,
  result: StandingResult | undefined,
  { due, isPosted, now, rules }: { due: Due | null; isPosted: boolean; now: Date; rules: StandingRules },
): ItemStanding {
  const entered = result?.score ?? null;
  const possible = range?.width ?? Rational.ZERO;
  const { graceSeconds } = rules;
  const timeliness = timelinessOf(result, due, { expectsSubmission, graceSeconds, now });
  return {
    ...item,
    periodId: periodOf(rules.periods, { named: namedPeriodId, dueDay: due?.day ?? null }),
    possible,
    ...itemScore(
      entered === null ? null : Rational.of(entered).minus(range?.least ?? 0),
      possible,
      timeliness,
      latePolicyFor(rules, item.categoryId),
    ),
    ...{ isExcused: isExempt(result), isPosted },
    isMissing: timeliness.status === 'missing' && entered === null,
    awaitsMarks: result?.scoreStatus === 'partially graded',
  };
}
