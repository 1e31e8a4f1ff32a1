import { lastCloseOf, type PersonalFacts } from '../../assessments';
import type { Due } from '../line-items/due';
import type { QuizReviewRow } from '../results/withheld-results';

/** A line item, as far as what it counts for one learner changes by itself. */
export interface TimedItem {
  /** The one that counts for the learner now. */
  due: Due | null;
  /** Something was handed in, or the learner is exempt, or there is a score: nothing of it becomes missing. */
  isSettled: boolean;
  review: Pick<QuizReviewRow, 'posting' | 'postsAt' | 'closesAt' | 'lastClosesAt'>;
}

/**
 * The first instant after `now` at which a learner's totals may be others though nobody does anything; null: never. Work becomes missing,
 * marks are posted, a quiz is closed for all, an accommodation begins or ends. It may come too early, which costs one more computation,
 * and never too late.
 */
export function holdsUntil(
  items: readonly TimedItem[],
  accommodations: PersonalFacts['accommodations'],
  { graceSeconds, now }: { graceSeconds: number; now: Date },
): Date | null {
  let first = Infinity;
  const present = now.getTime();
  const consider = (instant: number): void => {
    if (instant > present && instant < first) first = instant;
  };
  for (const { due, isSettled, review } of items) {
    // Late is what comes after the due instant and its grace, so it is the millisecond behind them that counts.
    if (due !== null && !isSettled) consider(due.at.getTime() + graceSeconds * 1000 + 1);
    if (review.posting === 'at_date' && review.postsAt !== null) consider(review.postsAt.getTime());
    const lastClose = lastCloseOf(review);
    if (lastClose !== null) consider(lastClose.getTime());
  }
  for (const { validFrom, validUntil } of accommodations) {
    consider(validFrom.getTime());
    if (validUntil !== null) consider(validUntil.getTime());
  }
  return first === Infinity ? null : new Date(first);
}
