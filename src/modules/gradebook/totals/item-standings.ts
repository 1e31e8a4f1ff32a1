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
 * How one learner stands in a line item, with what lateness takes from the score. What is partially graded waits for marks. Named field by
 * field, since a page of the gradebook asks it thousands of times.
 *
 * @param due that of the learner
 */
export function itemStanding(
  facts: CountingFacts,
  result: StandingResult | undefined,
  { due, isPosted, now, rules }: { due: Due | null; isPosted: boolean; now: Date; rules: StandingRules },
): ItemStanding {
  const { id, categoryId, range, weight, fixedWeight, isExtra, neverDropped, isOmitted } = facts;
  const { expectsSubmission, namedPeriodId: named } = facts;
  const entered = result?.score ?? null;
  const possible = range?.width ?? Rational.ZERO;
  const { graceSeconds } = rules;
  const timeliness = timelinessOf(result, due, { expectsSubmission, graceSeconds, now });
  const { score, lateness } = itemScore(
    entered === null ? null : Rational.of(entered).minus(range?.least ?? 0),
    possible,
    timeliness,
    latePolicyFor(rules, categoryId),
  );
  return {
    id,
    categoryId,
    periodId: periodOf(rules.periods, { named, dueDay: due?.day ?? null }),
    possible,
    weight,
    fixedWeight,
    isExtra,
    neverDropped,
    isOmitted,
    score,
    lateness,
    isExcused: isExempt(result),
    isMissing: timeliness.status === 'missing' && entered === null,
    awaitsMarks: result?.scoreStatus === 'partially graded',
    isPosted,
  };
}
