import { Rational } from '../../../../shared/decimals/rational';

/** The part of the points that an order earns: `places[i]` is the place in the right order of the item that was put at i. */
type Scoring = (places: readonly number[]) => Rational;

/**
 * As Moodle's question type ordering has them (`question/type/ordering/question.php`). A single item is no order: the longest
 * ordered part and the longest run begin at two.
 */
const SCORINGS = {
  all_or_nothing: (places) => Rational.of(places.every((place, at) => place === at) ? 1 : 0),
  absolute_position: (places) =>
    part(
      count(places, (place, at) => place === at),
      places.length,
    ),
  next_excluding_last: (places) =>
    part(
      count(places, (place, at) => places[at + 1] === place + 1),
      places.length - 1,
    ),
  next_including_last: (places) =>
    part(
      count(places, (place, at) => (places[at + 1] ?? places.length) === place + 1),
      places.length,
    ),
  neighbors: (places) => {
    const { length } = places;
    const before = count(places, (place, at) => (places[at - 1] ?? -1) === place - 1);
    const after = count(places, (place, at) => (places[at + 1] ?? length) === place + 1);
    return part(before + after, 2 * length);
  },
  all_before_and_after: (places) => {
    const { length } = places;
    const pairs = places.flatMap((place, at) => places.slice(at + 1).filter((later) => later > place));
    return part(2 * pairs.length, length * (length - 1));
  },
  longest_ordered: (places) => part(unlessOne(longestOrdered(places)), places.length),
  longest_run: (places) => part(unlessOne(longestRun(places)), places.length),
  distance: (places) => {
    const { length } = places;
    const near = places.map((place, at) => Math.max(0, length - 1 - Math.abs(place - at)));
    return part(
      near.reduce((sum, points) => sum + points, 0),
      length * (length - 1),
    );
  },
} as const satisfies Record<string, Scoring>;

export type OrderingScoring = keyof typeof SCORINGS;
export const ORDERING_SCORINGS = Object.keys(SCORINGS) as OrderingScoring[];

/** @param places of at least two items */
export function scoreOfOrder(scoring: OrderingScoring, places: readonly number[]): Rational {
  return SCORINGS[scoring](places);
}

function part(reached: number, all: number): Rational {
  return Rational.of(reached).over(all);
}

function count(places: readonly number[], isRight: (place: number, at: number) => boolean): number {
  return places.filter(isRight).length;
}

function unlessOne(length: number): number {
  return length === 1 ? 0 : length;
}

function longestOrdered(places: readonly number[]): number {
  const lengths: number[] = [];
  for (const [at, place] of places.entries()) {
    const earlier = lengths.filter((_length, before) => (places[before] ?? 0) < place);
    lengths[at] = 1 + Math.max(0, ...earlier);
  }
  return Math.max(...lengths);
}

function longestRun(places: readonly number[]): number {
  /** By the place in the key, how many items up to it, one after another in the key, stand in that order. */
  const lengths = new Map<number, number>();
  for (const place of places) lengths.set(place, 1 + (lengths.get(place - 1) ?? 0));
  return Math.max(...lengths.values());
}

/** What a random order of n items earns on average; null for the longest parts in order, of which nothing simple is known. */
const GUESSES: Readonly<Record<OrderingScoring, (count: number) => Rational | null>> = {
  all_or_nothing: (count) => Rational.ONE.over(factorial(count)),
  absolute_position: (count) => part(1, count),
  next_excluding_last: (count) => part(1, count),
  next_including_last: (count) => part(1, count),
  neighbors: (count) => part(1, count),
  all_before_and_after: () => part(1, 2),
  longest_ordered: () => null,
  longest_run: () => null,
  // Two random places of n are (n² − 1) / 3n apart on average.
  distance: (count) => part(2 * count - 1, 3 * count),
};

export function guessOfOrder(scoring: OrderingScoring, count: number): Rational | null {
  return GUESSES[scoring](count);
}

function factorial(count: number): Rational {
  let product = Rational.ONE;
  for (let factor = 2; factor <= count; factor += 1) product = product.times(factor);
  return product;
}
