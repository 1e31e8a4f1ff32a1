import { Rational } from '../../../shared/decimals/rational';

/** How shares become one: those of items the share of a category, those of categories the share of a course. */
export const AGGREGATIONS = [
  'points',
  'mean',
  'weighted_mean',
  'median',
  'lowest',
  'highest',
  'mode',
  'natural',
] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** Something that counts: an item with its score, or a category with what its items gave. */
export interface Element {
  id: string;
  /** Above the least score; may be below 0 or above `possible`. */
  earned: Rational;
  /** 0 or more. */
  possible: Rational;
  /** How much it counts where weights do. 0 or more. */
  weight: Rational;
  /** Adds to what is earned, and to nothing that can be reached. */
  isExtra: boolean;
  /** No drop rule takes it. */
  neverDropped: boolean;
}

/** What an element adds to a fraction: the result is the sum of the upper ones over that of the lower ones. */
export interface Part {
  upper: Rational;
  lower: Rational;
}

/** An item as it has a share in what a natural total is made of. */
export interface Weighable {
  id: string;
  possible: Rational;
  isExtra: boolean;
  isOmitted: boolean;
  /** In percent, where somebody has set it; null: in proportion to what can be reached. */
  fixedWeight: Rational | null;
}

interface Kind {
  /** Weights of its elements say something. */
  readonly isWeighted: boolean;
  /** The weights that it gives items itself, by id; where it has no such rule, each has its own. */
  readonly weightsOf?: (items: readonly Weighable[]) => ReadonlyMap<string, Rational>;
  /** False for what it has to leave out. */
  takes: (element: Element) => boolean;
  /** By what drop rules choose, and, where it is a fraction, what it is made of. */
  partOf: (element: Element) => Part;
  /** Null for no elements, and where nothing can be reached. */
  combine: (elements: readonly Element[]) => Rational | null;
}

/** Of an element that `isReachable`. */
export function shareOf({ earned, possible }: Element): Rational {
  return earned.over(possible);
}

const isReachable = ({ possible }: Element): boolean => possible.gt(0);

function fractionKind(
  partOf: Kind['partOf'],
  { isWeighted = false, takes = isReachable }: Partial<Pick<Kind, 'isWeighted' | 'takes'>>,
): Kind {
  return {
    ...{ isWeighted, takes, partOf },
    combine: (elements) => fraction(elements.map(partOf)),
  };
}

function rankedKind(choose: (ascending: readonly Rational[]) => Rational): Kind {
  return {
    ...{ isWeighted: false, takes: isReachable },
    partOf: (element) => ({ upper: shareOf(element), lower: Rational.ONE }),
    combine: (elements) =>
      elements.length === 0 ? null : choose(elements.map(shareOf).sort((one, other) => one.compare(other))),
  };
}

/** Each share by the weight of its element; extra credit on top. */
const byWeight = (element: Element): Part => ({
  upper: shareOf(element).times(element.weight),
  lower: element.isExtra ? Rational.ZERO : element.weight,
});

/**
 * The kinds, as Moodle has them (`lib/grade/grade_category.php`), and Canvas' pooled points. An item without possible points adds
 * to what is earned where points are pooled, and is left out everywhere else. Extra credit adds to the upper sum only: with
 * `mean` its share over the number of the others; where one share is chosen, it is one like the others.
 */
const KINDS: Record<Aggregation, Kind> = {
  points: fractionKind(
    ({ earned, possible, isExtra }) => ({ upper: earned, lower: isExtra ? Rational.ZERO : possible }),
    { takes: () => true },
  ),
  mean: fractionKind(
    (element) => ({ upper: shareOf(element), lower: element.isExtra ? Rational.ZERO : Rational.ONE }),
    {},
  ),
  weighted_mean: fractionKind(byWeight, { isWeighted: true }),
  median: rankedKind((ascending) => {
    const [low, high] = [ascending.length - 1, ascending.length].map((twice) => Math.floor(twice / 2));
    return ascending[low!]!.plus(ascending[high!]!).over(2);
  }),
  lowest: rankedKind((ascending) => ascending[0]!),
  highest: rankedKind((ascending) => ascending.at(-1)!),
  mode: rankedKind(mostFrequent),
  natural: { ...fractionKind(byWeight, {}), weightsOf: naturalWeights },
};

export function aggregationNamed(name: Aggregation): Kind {
  return KINDS[name];
}

/** Null where the lower sum is 0. */
export function fraction(parts: readonly Part[]): Rational | null {
  const lower = Rational.sum(parts.map((part) => part.lower));
  return lower.isZero() ? null : Rational.sum(parts.map((part) => part.upper)).over(lower);
}

/** Of several that are as frequent, the highest. */
function mostFrequent(ascending: readonly Rational[]): Rational {
  let [best, most] = [ascending[0]!, 0];
  let run = 0;
  for (const [index, share] of ascending.entries()) {
    run = index > 0 && ascending[index - 1]!.equals(share) ? run + 1 : 1;
    if (run >= most) [best, most] = [share, run];
  }
  return best;
}

const WHOLE = Rational.of(100);

/**
 * Natural weights, as Moodle gives them (`lib/grade/grade_category.php`): what the fixed ones leave of 1 is shared by the others in proportion to
 * their possible points. Fixed ones of more than 1 together, or without others, are scaled to 1. Extra credit has its part of all points, outside of the
 * sum. Weights are those of all items, also of those that do not count for a learner: what counts is then weighed among itself.
 */
function naturalWeights(items: readonly Weighable[]): ReadonlyMap<string, Rational> {
  const weighed = items.filter((item) => !item.isOmitted && item.possible.gt(0));
  const {
    extra = [],
    fixed = [],
    free = [],
  } = Object.groupBy(weighed, ({ isExtra, fixedWeight }) =>
    isExtra ? 'extra' : fixedWeight ? 'fixed' : 'free',
  );
  const fixedSum = Rational.sum(fixed.map(fixedPart));
  const isScaled = fixedSum.gt(1) || (free.length === 0 && fixedSum.gt(0));
  const left = isScaled ? Rational.ZERO : Rational.ONE.minus(fixedSum);
  const freePoints = Rational.sum(free.map(({ possible }) => possible));
  const allPoints = freePoints.plus(Rational.sum(fixed.map(({ possible }) => possible)));
  return new Map([
    ...fixed.map((item) => [item.id, isScaled ? fixedPart(item).over(fixedSum) : fixedPart(item)] as const),
    ...free.map(({ id, possible }) => [id, left.times(possible).over(freePoints)] as const),
    ...extra.map((item) => [item.id, extraPart(item, allPoints)] as const),
  ]);
}

function fixedPart({ fixedWeight }: Weighable): Rational {
  return fixedWeight ? fixedWeight.over(WHOLE) : Rational.ZERO;
}

function extraPart(item: Weighable, allPoints: Rational): Rational {
  if (item.fixedWeight) return fixedPart(item);
  return allPoints.isZero() ? Rational.ZERO : item.possible.over(allPoints);
}
