import { attemptPasses, passes } from '../../assessments';
import type { GradedAttempt } from './replayed-grade';
import type { ResultValue } from './result-value';

/** What makes somebody pass a quiz. Decimals; no pass mark is null. */
export interface PassTerms {
  pointsPossible: string;
  passPercentage: string | null;
}

/**
 * Whether an instructor's result in place of the quiz's passes the quiz: its score reaches the pass mark. Without a score,
 * `submitted` passes a quiz that has no pass mark, and `not submitted` passes none. Undefined for `exempt`, which decides
 * nothing: the learner need not do the quiz.
 */
export function overridePasses(
  { score, scoreStatus }: Pick<ResultValue, 'score' | 'scoreStatus'>,
  { pointsPossible, passPercentage }: PassTerms,
): boolean | undefined {
  if (scoreStatus === 'exempt') return undefined;
  if (score !== null) return passes(score, pointsPossible, passPercentage);
  return scoreStatus === 'submitted' && passPercentage === null;
}

/** When the first attempt that passes was submitted; null where none does, as far as it can be told. */
export function firstPassedAt(
  attempts: readonly GradedAttempt[],
  { passPercentage }: Pick<PassTerms, 'passPercentage'>,
): Date | null {
  return attempts
    .filter(({ score, maxScore }) => attemptPasses(score, maxScore, passPercentage) === true)
    .reduce<Date | null>(
      (first, { submittedAt }) => (first !== null && first <= submittedAt ? first : submittedAt),
      null,
    );
}
