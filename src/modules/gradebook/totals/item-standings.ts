import { Rational } from '../../../shared/decimals/rational';
import type { ScoreRange } from '../grades/grade';
import { isHandedIn, isLate, type Due } from '../line-items/due';
import type { ScoreStatus } from '../results/result-value';
import type { CountingItem } from '../rules/stored-rules';
import type { ItemStanding } from './course-total';

/** A line item as it counts for everybody. */
export interface CountingFacts extends CountingItem {
  id: string;
  /** Undefined where nothing can be scored. */
  range: ScoreRange | undefined;
  /** Learners hand something in. */
  expectsSubmission: boolean;
}

/** What a learner has in it. */
export interface StandingResult {
  score: string | null;
  scoreStatus: ScoreStatus;
}

/**
 * How one learner stands in a line item. What is partially graded waits for marks.
 *
 * @param due that of the learner
 */
export function itemStanding(
  { range, expectsSubmission, ...item }: CountingFacts,
  result: StandingResult | undefined,
  { due, isPosted, now }: { due: Due | null; isPosted: boolean; now: Date },
): ItemStanding {
  const score = result?.score ?? null;
  const isExcused = result?.scoreStatus === 'exempt';
  return {
    ...item,
    possible: range?.width ?? Rational.ZERO,
    score: score === null ? null : Rational.of(score).minus(range?.least ?? 0),
    ...{ isExcused, isPosted },
    isMissing: expectsSubmission && !isExcused && score === null && !isHandedIn(result) && isLate(now, due),
    awaitsMarks: result?.scoreStatus === 'partially graded',
  };
}
