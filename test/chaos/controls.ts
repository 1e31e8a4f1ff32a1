import { resolve } from 'node:path';

const APPLICATION_CONTROLS = ['arrival-order', 'second-submission', 'way-back'] as const;

/**
 * Guards that can be taken away to show that a run notices:
 * - `volatile-commits`: the database server answers before a commit is on the disk, and is killed;
 * - `forgotten-answer`: one acknowledged answer is taken out of the store before the comparison;
 * - `second-attempt`: one attempt is copied before the comparison;
 * - `arrival-order`: the application counts the answer that arrives last, whatever its sequence;
 * - `second-submission`: the application grades an attempt each time that it is submitted;
 * - `way-back`: the application takes answers to questions that were passed.
 *
 * `arrival-order` and `second-submission` need `--attempts`.
 */
export const CONTROLS = [
  ...(['volatile-commits', 'forgotten-answer', 'second-attempt'] as const),
  ...APPLICATION_CONTROLS,
] as const;

export type ControlName = (typeof CONTROLS)[number];

/** Options of Node by which the application's processes lose their guard. */
export function nodeArgumentsWithout(control: ControlName | undefined): string[] {
  if (!APPLICATION_CONTROLS.some((each) => each === control)) return [];
  return ['--require', resolve(__dirname, `without-guards/${control}.cjs`)];
}
