import { gradeScore, type GradingPolicy } from '../../assessments';

/** A submitted attempt of one learner at one quiz; score and maximum are decimals. */
export interface GradedAttempt {
  id: string;
  /** Counts the learner's attempts from 1. */
  number: number;
  /** Null while a question of it waits for a person's mark. */
  score: string | null;
  maxScore: string;
  submittedAt: Date;
}

/**
 * The grade that a learner's attempts make, and the attempt that last changed it: the result
 * without an override. Undefined without attempts; the score is null while what decides it waits for marks.
 */
export function replayedGrade(
  policy: GradingPolicy,
  attempts: readonly GradedAttempt[],
  pointsPossible: string,
): { score: string | null; attempt: GradedAttempt } | undefined {
  const inOrder = attempts.toSorted(
    (one, other) => one.submittedAt.getTime() - other.submittedAt.getTime() || one.number - other.number,
  );
  let grade: { score: string | null; attempt: GradedAttempt } | undefined;
  for (const [index, attempt] of inOrder.entries()) {
    const score = gradeScore(policy, inOrder.slice(0, index + 1), pointsPossible);
    if (!grade || score !== grade.score) grade = { score, attempt };
  }
  return grade;
}
