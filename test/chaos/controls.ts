import { resolve } from 'node:path';

/**
 * Guards that can be taken away to show that a run notices:
 * - `volatile-commits`: the database server answers before a commit is on the disk, and is killed;
 * - `forgotten-answer`: one acknowledged answer is taken out of the store before the comparison;
 * - `second-attempt`: one attempt is copied before the comparison;
 * - `arrival-order`: the application counts the answer that arrives last, whatever its sequence;
 * - `second-submission`: the application grades an attempt each time that it is submitted.
 *
 * The last two need `--attempts`.
 */
export const CONTROLS = [
  ...(['volatile-commits', 'forgotten-answer', 'second-attempt'] as const),
  ...(['arrival-order', 'second-submission'] as const),
] as const;

export type ControlName = (typeof CONTROLS)[number];

/** Options of Node by which the application's processes lose their guard. */
export function nodeArgumentsWithout(control: ControlName | undefined): string[] {
  if (control !== 'arrival-order' && control !== 'second-submission') return [];
  return ['--require', resolve(__dirname, `without-guards/${control}.cjs`)];
}
