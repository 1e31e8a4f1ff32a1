/**
 * Guards that can be taken away to show that a run notices:
 * - `volatile-commits`: the database server answers before a commit is on the disk, and is killed;
 * - `forgotten-answer`: one acknowledged answer is taken out of the store before the comparison;
 * - `second-attempt`: one attempt is copied before the comparison.
 */
export const CONTROLS = ['volatile-commits', 'forgotten-answer', 'second-attempt'] as const;

export type ControlName = (typeof CONTROLS)[number];
