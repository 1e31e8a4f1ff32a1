import { Rational } from '../../../shared/decimals/rational';

export const GRADING_POLICIES = ['highest', 'latest', 'first', 'average'] as const;
/** Which of a learner's submitted attempts makes the grade of a quiz. */
export type GradingPolicy = (typeof GRADING_POLICIES)[number];

/** A submitted attempt: its number counts from 1 in the order of starting; score and maximum are decimals. */
export interface AttemptScore {
  number: number;
  /** Null while a question of it waits for a person's mark. */
  score: string | null;
  maxScore: string;
}

type Marked = AttemptScore & { score: string };

const SCORE_DECIMALS = 4;

/**
 * The grade that the policy makes of a learner's submitted attempts, in any order, as a number of
 * `pointsPossible`: share of the maximum × points possible, rounded half-up to 4 decimals, once, at the end.
 * Attempts are compared by share, and `average` is the mean of the shares. An attempt with
 * the maximum 0 has the share 0. RangeError without attempts.
 *
 * Attempts that wait for marks are left out by `highest` and `average`, so that what was reached before stands; `first` and
 * `latest` name one attempt, and while that waits the grade is null. So does Moodle (mod/quiz/classes/grade_calculator.php).
 */
export function gradeScore(
  policy: GradingPolicy,
  attempts: readonly AttemptScore[],
  pointsPossible: string,
): string | null {
  if (attempts.length === 0) throw new RangeError('There is no attempt to grade.');
  const chosen = attemptsThatCount(policy, attempts);
  if (chosen.length === 0) return null;

  const shares = chosen.map(shareOf);
  return Rational.sum(shares).over(shares.length).times(pointsPossible).toDecimal(SCORE_DECIMALS);
}

/** The share of the maximum; 0 if the maximum is 0. */
function shareOf({ score, maxScore }: Marked): Rational {
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

/** Whether an attempt passes, as `passes` has it; null while its score is awaited and there is a pass mark to reach. */
export function attemptPasses(
  score: string | null,
  maxScore: string,
  passPercentage: string | number | null,
): boolean | null {
  if (score === null) return passPercentage === null ? true : null;
  return passes(score, maxScore, passPercentage);
}

function attemptsThatCount(policy: GradingPolicy, attempts: readonly AttemptScore[]): Marked[] {
  switch (policy) {
    case 'average':
      return attempts.filter(isMarked);
    case 'highest':
      return preferred(attempts.filter(isMarked), (one, best) => shareOf(one).gt(shareOf(best)));
    case 'first':
      return preferred(attempts, (one, best) => one.number < best.number).filter(isMarked);
    case 'latest':
      return preferred(attempts, (one, best) => one.number > best.number).filter(isMarked);
  }
}

/** The first of those to which no other is preferred; none of none. */
function preferred<Attempt>(
  attempts: readonly Attempt[],
  isPreferred: (one: Attempt, best: Attempt) => boolean,
): Attempt[] {
  const [first, ...others] = attempts;
  if (!first) return [];
  return [others.reduce((best, attempt) => (isPreferred(attempt, best) ? attempt : best), first)];
}

function isMarked(attempt: AttemptScore): attempt is Marked {
  return attempt.score !== null;
}
