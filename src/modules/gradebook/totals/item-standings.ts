import { Rational } from '../../../shared/decimals/rational';
import type { ScoreRange } from '../grades/grade';
import { withGraceTokens } from '../lateness/grace-tokens';
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

/** A line item with what one learner has in it. */
export interface LearnerWork {
  facts: CountingFacts;
  result: StandingResult | undefined;
  /** That of the learner. */
  due: Due | null;
  isPosted: boolean;
}

/**
 * How one learner stands in the line items of a course, in their order. All of them at once, since grace tokens that are spent on one are not
 * there for another.
 */
export function itemStandings(
  works: readonly LearnerWork[],
  { now, rules }: { now: Date; rules: StandingRules },
): ItemStanding[] {
  return withGraceTokens(
    works.map((work) => itemStanding(work, now, rules)),
    rules,
  );
}

/**
 * How one learner stands in a line item, with what lateness takes from the score where no token is spent. What is partially graded waits for marks. Named field by
 * field, since a page of the gradebook asks it thousands of times.
 */
function itemStanding(
  { facts, result, due, isPosted }: LearnerWork,
  now: Date,
  rules: StandingRules,
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
