import type { RegradePolicy } from './regrading';

/** The kind of operation. */
export const REGRADE = 'regrade';

/** The part of its summary and of its log. */
export const ATTEMPTS_PART = 'attempts';

/** What a regrade needs to start, and to start again. Plain data. */
export interface RegradeInput {
  activityId: string;
  courseId: string;
  policy: RegradePolicy;
  /** The questions that are graded again in any case; empty: those whose key was corrected since. */
  questionIds: string[];
  tellsLearners: boolean;
}

/** A regrade of a quiz, and its reversal, go alone. */
export function exclusiveKeyOf({ activityId }: Pick<RegradeInput, 'activityId'>): string {
  return `rg:${activityId}`;
}
