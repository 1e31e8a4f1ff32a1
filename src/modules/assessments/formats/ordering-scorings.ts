import type { OrderingScoring } from '../question-types/ordering/scorings';

/** As Moodle names them (`question/type/ordering/question.php`), in its XML and in GIFT. */
export const MOODLE_SCORINGS: Readonly<Record<OrderingScoring, string>> = {
  all_or_nothing: 'ALL_OR_NOTHING',
  absolute_position: 'ABSOLUTE_POSITION',
  next_excluding_last: 'RELATIVE_NEXT_EXCLUDE_LAST',
  next_including_last: 'RELATIVE_NEXT_INCLUDE_LAST',
  neighbors: 'RELATIVE_ONE_PREVIOUS_AND_NEXT',
  all_before_and_after: 'RELATIVE_ALL_PREVIOUS_AND_NEXT',
  longest_ordered: 'LONGEST_ORDERED_SUBSET',
  longest_run: 'LONGEST_CONTIGUOUS_SUBSET',
  distance: 'RELATIVE_TO_CORRECT',
};
const SHORT: Readonly<Record<string, OrderingScoring>> = {
  ABSOLUTE: 'absolute_position',
  ABS: 'absolute_position',
  RELATIVE: 'next_excluding_last',
  REL: 'next_excluding_last',
  '': 'absolute_position',
};

/** Undefined for a name that is not known. */
export function scoringNamed(name: string): OrderingScoring | undefined {
  const found = Object.entries(MOODLE_SCORINGS).find(([, moodle]) => moodle === name)?.[0];
  return (found as OrderingScoring | undefined) ?? (Object.hasOwn(SHORT, name) ? SHORT[name] : undefined);
}
