export const POSTING_RULES = ['at_once', 'when_all_marked', 'at_date', 'by_hand'] as const;
/** When learners may see what they scored, as far as the review rules show it. */
export type PostingRule = (typeof POSTING_RULES)[number];

/** A quiz, as far as it says whether its marks are posted. */
export interface PostingFacts {
  posting: PostingRule;
  /** With `at_date`: from then on. */
  postsAt: Date | null;
  /** Whether some answer in it waits for a person's mark; read only of a quiz that closes. */
  awaitsMarks: boolean;
  /** From then on nobody in the course can work on it; null: never. */
  lastClosesAt: Date | null;
}

/** A submitted attempt, as far as it has answers that wait. */
export interface MarkedAttempt {
  needsMarks: number;
}

/**
 * Whether the marks of a quiz are posted, or those of one attempt at it. `when_all_marked` waits until nobody can hand anything in
 * any more: otherwise who hands in first would see a score, and then no more, since somebody else has handed in. For the same
 * reason a quiz that never closes posts each attempt by itself, when no answer of it waits; so of the grade, which tells of marked
 * attempts alone, nothing is kept back. `by_hand` keeps marks back until it is changed to `at_once`.
 *
 * @param attempt that they are of; undefined for the grade in the quiz
 */
export function isPosted(
  { posting, postsAt, awaitsMarks, lastClosesAt }: PostingFacts,
  attempt: MarkedAttempt | undefined,
  now: Date,
): boolean {
  switch (posting) {
    case 'at_once':
      return true;
    case 'when_all_marked':
      return lastClosesAt === null ? !attempt?.needsMarks : !awaitsMarks && now >= lastClosesAt;
    case 'at_date':
      return postsAt !== null && now >= postsAt;
    case 'by_hand':
      return false;
  }
}

/** The columns of `PostingFacts`, of a quiz with this alias, but for `lastClosesAt`. Whether it awaits marks is read only where that matters. */
export const AWAITS_MARKS = (quiz: string): string =>
  `IF(${quiz}.posting = 'when_all_marked' AND ${quiz}.closes_at IS NOT NULL, EXISTS (SELECT 1 FROM scripts b
    WHERE b.activity_id = ${quiz}.activity_id AND b.standing = 'waiting'), 0)`;
