/** A learner among those who have a grade in a quiz. */
export interface Ranked {
  /** How many have a grade. */
  learners: number;
  /** How many have a lower one; null where this learner has none. */
  lower: number | null;
}

/** Of fewer, a place would tell what single classmates scored. */
export const FEWEST_LEARNERS = 10;
/** Told in steps, so that nobody can read from a change what the classmate scored who came last. */
const STEP_PERCENT = 10;

/** The percentage of learners with a lower grade, in steps; null where it is not told. */
export function lowerPercentageOf({ learners, lower }: Ranked): number | null {
  if (lower === null || learners < FEWEST_LEARNERS) return null;
  return Math.floor((lower * 100) / learners / STEP_PERCENT) * STEP_PERCENT;
}
