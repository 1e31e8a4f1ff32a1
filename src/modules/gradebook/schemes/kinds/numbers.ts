import { Rational } from '../../../../shared/decimals/rational';

/** Grades that are numbers, the best first, each once. */
export function numbersInOrder(given: Iterable<string>, isHighBest = true): string[] {
  const sign = isHighBest ? -1 : 1;
  return [...new Set(given)].sort((one, other) => sign * Rational.of(one).compare(other));
}
