import type { GradingPolicy } from '../grading/grading-policy';

export const ATTEMPT_CHOICES = ['best', 'first', 'latest', 'all'] as const;
/** Which of a learner's graded attempts statistics are about. */
export type AttemptChoice = (typeof ATTEMPT_CHOICES)[number];

/** The attempts that make the grade under this policy. */
export const CHOICE_OF_POLICY: Record<GradingPolicy, AttemptChoice> = {
  highest: 'best',
  first: 'first',
  latest: 'latest',
  average: 'all',
};
