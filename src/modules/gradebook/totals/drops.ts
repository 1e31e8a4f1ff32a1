import { Rational } from '../../../shared/decimals/rational';
import { type Aggregation, aggregationNamed, type Element, fraction, type Part } from './aggregations';

/** Which of a category's items do not count. Whole numbers from 0. */
export interface DropRules {
  dropLowest: number;
  dropHighest: number;
  /** Only so many of the highest count; takes the place of `dropLowest`. Null: all. From 1. */
  keepHighest: number | null;
}

export type DropReason = 'lowest' | 'highest';

export interface Dropped {
  element: Element;
  reason: DropReason;
}

interface Weighed extends Part {
  element: Element;
}

/**
 * Which elements the rules drop: of all choices of as many, the one that gives the **greatest** result without the lowest, and
 * then, of what is left, the one that gives the **least** without the highest. At least one of those that may be dropped stays: where both
 * rules would take all, the highest are not dropped. Extra credit, what has no possible points, and what is marked so, is never
 * dropped, and counts in the results that are compared. Of equal ones, that with the greater id is dropped.
 *
 * Source of the rule: Canvas, `lib/grade_calculator.rb`. For pooled points, dropping the lowest percentages is not the best choice.
 * Exact, in a few rounds for hundreds of elements: Dinkelbach, "On nonlinear fractional programming", 1967.
 */
export function droppedBy(
  elements: readonly Element[],
  { dropLowest, dropHighest, keepHighest }: DropRules,
  aggregation: Aggregation,
): Dropped[] {
  const { partOf } = aggregationNamed(aggregation);
  const weighed = elements.map((element) => ({ element, ...partOf(element) }));
  const { fixed = [], choosable = [] } = Object.groupBy(weighed, ({ element, lower }) =>
    element.isExtra || element.neverDropped || lower.lte(0) ? 'fixed' : 'choosable',
  );
  const count = choosable.length;
  if (count === 0) return [];
  const lowest = Math.min(keepHighest === null ? dropLowest : Math.max(count - keepHighest, 0), count - 1);
  const highest = lowest + dropHighest >= count ? 0 : dropHighest;
  const withoutLowest = chosen(choosable, count - lowest, fixed, 'greatest');
  const kept = chosen(withoutLowest, count - lowest - highest, fixed, 'least');
  const isIn = (list: readonly Weighed[]): ((one: Weighed) => boolean) => {
    const set = new Set(list);
    return (one) => set.has(one);
  };
  const [isWithoutLowest, isKept] = [isIn(withoutLowest), isIn(kept)];
  return choosable
    .filter((one) => !isKept(one))
    .map((one) => ({ element: one.element, reason: isWithoutLowest(one) ? 'highest' : 'lowest' }));
}

/**
 * So many that the fraction of their sums, with the fixed ones, is the greatest or the least. For a guess of that fraction, those are
 * best whose upper part exceeds the guessed share of their lower part the most; their own fraction is the next guess, until
 * it stands still.
 */
function chosen(
  from: readonly Weighed[],
  count: number,
  fixed: readonly Weighed[],
  which: 'greatest' | 'least',
): Weighed[] {
  if (count >= from.length) return [...from];
  const sign = which === 'greatest' ? -1 : 1;
  const best = (guess: Rational): Weighed[] =>
    from
      .map((one) => ({ one, excess: one.upper.minus(guess.times(one.lower)) }))
      .sort((a, b) => sign * a.excess.compare(b.excess) || (a.one.element.id < b.one.element.id ? -1 : 1))
      .slice(0, count)
      .map(({ one }) => one);
  let guess = fraction([...fixed, ...from]) ?? Rational.ZERO;
  for (;;) {
    const choice = best(guess);
    const result = fraction([...fixed, ...choice]) ?? Rational.ZERO;
    if (result.equals(guess)) return choice;
    guess = result;
  }
}
