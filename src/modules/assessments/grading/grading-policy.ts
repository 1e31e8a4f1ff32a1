import { ExactDecimal, rounded } from '../../../shared/decimals/exact-decimal';

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

/** The points of all answers together; an answer without points (null) adds nothing. */
export function attemptTotal(answers: readonly { pointsAwarded: string | null }[]): string {
  const total = answers.reduce((sum, { pointsAwarded }) => sum.plus(pointsAwarded ?? 0), new ExactDecimal(0));
  return rounded(total, SCORE_DECIMALS);
}

/**
 * The grade that the policy makes of a learner's submitted attempts, in any order, as a number of
 * `pointsPossible`: share of the maximum × points possible, rounded half-up to 4 decimals, once, at the end.
 * Attempts are compared by share, and `average` is the mean of the shares. An attempt at nothing
 * (maximum 0) has the share 0. RangeError without attempts.
 */
export function gradeScore(
  policy: GradingPolicy,
  attempts: readonly AttemptScore[],
  pointsPossible: string,
): string {
  const chosen = attemptsThatCount(policy, attempts);
  if (chosen.length === 0) throw new RangeError('There is no attempt to grade.');

  // One common denominator keeps the sum exact: thirds that add up to one really do.
  const maxima = new Set(
    chosen.map(({ maxScore }) => new ExactDecimal(maxScore).toString()).filter((max) => max !== '0'),
  );
  const denominator = [...maxima].reduce((product, max) => product.times(max), new ExactDecimal(1));
  const numerator = chosen.reduce((sum, { score, maxScore }) => {
    const max = new ExactDecimal(maxScore);
    return max.isZero() ? sum : sum.plus(denominator.div(max).times(score));
  }, new ExactDecimal(0));
  return rounded(numerator.times(pointsPossible).div(denominator.times(chosen.length)), SCORE_DECIMALS);
}

/**
 * Whether a score reaches the pass mark, given in percent of the maximum. Without a pass mark (null) every score
 * does, and so does every score of a quiz in which there is nothing to earn.
 */
export function passes(score: string, maxScore: string, passPercentage: string | number | null): boolean {
  if (passPercentage === null) return true;
  return new ExactDecimal(score).times(100).gte(new ExactDecimal(maxScore).times(passPercentage));
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
      return isHigherShare(attempt, best);
  }
}

/** Compares score / maximum by cross-multiplying: no quotient, nothing to round. */
function isHigherShare(one: AttemptScore, other: AttemptScore): boolean {
  if (new ExactDecimal(one.maxScore).isZero()) return false;
  if (new ExactDecimal(other.maxScore).isZero()) return true;
  return new ExactDecimal(one.score)
    .times(other.maxScore)
    .gt(new ExactDecimal(other.score).times(one.maxScore));
}
