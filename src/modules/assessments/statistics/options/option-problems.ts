import { ENOUGH_ATTEMPTS, type Problem } from '../problems';
import { sentences } from '../statistics.sentences';
import type { GroupCounts, OptionCount } from './option-counts';

export const OPTION_PROBLEMS = ['chosen_by_the_best', 'right_but_avoided', 'hardly_chosen'] as const;
export type OptionProblem = (typeof OPTION_PROBLEMS)[number];

/**
 * A wrong option that fewer than 5 % choose distracts nobody (T. M. Haladyna, S. M. Downing: How many options is enough for a
 * multiple-choice test item? 1993).
 */
const FEW_PERCENT = 5;

/** What a teacher should look at in an option, where enough attempts were asked. */
export function optionProblems(
  { option: { isRight }, all, upper, lower }: OptionCount,
  asked: GroupCounts,
): Problem<OptionProblem>[] {
  if (asked.all < ENOUGH_ATTEMPTS || isRight === null) return [];
  const hasGroups = asked.upper > 0 && asked.lower > 0;
  // Fractions compared without division.
  const [best, last] = [upper * asked.lower, lower * asked.upper];
  if (isRight)
    return hasGroups && best < last
      ? [{ rule: 'right_but_avoided', message: sentences.rightButAvoided() }]
      : [];
  if (hasGroups && best > last) return [{ rule: 'chosen_by_the_best', message: sentences.chosenByTheBest() }];
  return all * 100 < FEW_PERCENT * asked.all
    ? [{ rule: 'hardly_chosen', message: sentences.hardlyChosen({ bound: FEW_PERCENT }) }]
    : [];
}
