import { Rational } from '../../../shared/decimals/rational';

export const GRADING_POLICIES = ['highest', 'latest', 'first', 'average'] as const;
/** Which of a learner's submitted attempts makes the grade of a quiz. */
export type GradingPolicy = (typeof GRADING_POLICIES)[number];

/** A submitted attempt: its number counts from 1 in the order of starting; score and maximum are decimals. */
export interface AttemptScore {
  number: number;
  score: string;
  maxScore: string;
}

const SCORE_DECIMALS = 4;

/**
 * The grade that the policy makes of a learner's submitted attempts, in any order, as a number of
 * `pointsPossible`: share of the maximum × points possible, rounded half-up to 4 decimals, once, at the end.
 * Attempts are compared by share, and `average` is the mean of the shares. An attempt with
 * the maximum 0 has the share 0. RangeError without attempts.
 */
export function gradeScore(
  policy: GradingPolicy,
  attempts: readonly AttemptScore[],
  pointsPossible: string,
): string {
  const chosen = attemptsThatCount(policy, attempts);
  if (chosen.length === 0) throw new RangeError('There is no attempt to grade.');

  const shares = chosen.map(shareOf);
  return Rational.sum(shares).over(shares.length).times(pointsPossible).toDecimal(SCORE_DECIMALS);
}

/** The share of the maximum; 0 if the maximum is 0. */
function shareOf({ score, maxScore }: AttemptScore): Rational {
  const max = Rational.of(maxScore);
  return max.isZero() ? Rational.ZERO : Rational.of(score).over(max);
}

/**
 * Whether a score reaches the pass mark, given in percent of the maximum. Without a pass mark (null) every score
 * does, and so does every score of a quiz in which there is nothing to earn.
 */
export function passes(score: string, maxScore: string, passPercentage: string | number | null): boolean {
  if (passPercentage === null) return true;
  return Rational.of(score)
    .times(100)
    .gte(Rational.of(maxScore).times(String(passPercentage)));
}

function attemptsThatCount(policy: GradingPolicy, attempts: readonly AttemptScore[]): AttemptScore[] {
  if (policy === 'average') return [...attempts];
  const [first, ...others] = attempts;
  if (!first) return [];
  return [others.reduce((best, attempt) => (isPreferred(policy, attempt, best) ? attempt : best), first)];
}

function isPreferred(
  policy: Exclude<GradingPolicy, 'average'>,
  attempt: AttemptScore,
  best: AttemptScore,
): boolean {
  switch (policy) {
    case 'first':
      return attempt.number < best.number;
    case 'latest':
      return attempt.number > best.number;
    case 'highest':
      return shareOf(attempt).gt(shareOf(best));
  }
}
