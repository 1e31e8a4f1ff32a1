import {
  ORDERING_SCORINGS,
  type OrderingScoring,
  scoreOfOrder,
} from '../../../../src/modules/assessments/question-types/ordering/scorings';
import { seededRandom } from '../../seeded-random';

/** As `numerator/denominator` in lowest terms. */
const scoreOf = (scoring: OrderingScoring, places: number[]): string => {
  const { numerator, denominator } = scoreOfOrder(scoring, places);
  return `${numerator}/${denominator}`;
};

/** The same figures by trying everything, as whole numbers: reached and all. */
const SLOW: Record<OrderingScoring, (places: number[]) => [number, number]> = {
  all_or_nothing: (places) => [String(places) === String([...places.keys()]) ? 1 : 0, 1],
  absolute_position: (places) => {
    let hits = 0;
    for (let at = 0; at < places.length; at += 1) if (places[at] === at) hits += 1;
    return [hits, places.length];
  },
  next_excluding_last: (places) => [pairsIn(places), places.length - 1],
  next_including_last: (places) => [
    pairsIn(places) + (places.at(-1) === places.length - 1 ? 1 : 0),
    places.length,
  ],
  neighbors: (places) => [
    2 * pairsIn(places) + (places[0] === 0 ? 1 : 0) + (places.at(-1) === places.length - 1 ? 1 : 0),
    2 * places.length,
  ],
  all_before_and_after: (places) => {
    let right = 0;
    for (let one = 0; one < places.length; one += 1)
      for (let other = 0; other < places.length; other += 1)
        if (one !== other && places.indexOf(one) < places.indexOf(other) === one < other) right += 1;
    return [right, places.length * (places.length - 1)];
  },
  longest_ordered: (places) => {
    let most = 0;
    for (let chosen = 0; chosen < 2 ** places.length; chosen += 1) {
      const kept = places.filter((_place, at) => (chosen >> at) % 2 === 1);
      if (String(kept) === String(kept.toSorted((a, b) => a - b))) most = Math.max(most, kept.length);
    }
    return [most === 1 ? 0 : most, places.length];
  },
  longest_run: (places) => {
    let most = 0;
    for (let from = 0; from < places.length; from += 1)
      for (let to = from + 1; to < places.length; to += 1) {
        const run = places.filter((place) => place >= from && place <= to);
        if (String(run) === String(run.toSorted((a, b) => a - b))) most = Math.max(most, run.length);
      }
    return [most, places.length];
  },
  distance: (places) => {
    let near = 0;
    for (const [at, place] of places.entries())
      near += Math.max(0, places.length - 1 - Math.max(at - place, place - at));
    return [near, places.length * (places.length - 1)];
  },
};

function pairsIn(places: number[]): number {
  let pairs = 0;
  for (let at = 1; at < places.length; at += 1) if (places[at]! - places[at - 1]! === 1) pairs += 1;
  return pairs;
}

describe('an order', () => {
  // The formulas of Moodle's question type ordering; the values by hand for the order 1, 2, 0, 3.
  it.each<[OrderingScoring, string]>([
    ['all_or_nothing', '0/1'],
    ['absolute_position', '1/4'],
    ['next_excluding_last', '1/3'],
    ['next_including_last', '1/2'],
    ['neighbors', '3/8'],
    ['all_before_and_after', '2/3'],
    ['longest_ordered', '3/4'],
    ['longest_run', '3/4'],
    ['distance', '2/3'],
  ])('earns by %s %s', (scoring, share) => expect(scoreOf(scoring, [1, 2, 0, 3])).toBe(share));

  it.each(ORDERING_SCORINGS)('earns all by %s if it is right, and never more than all', (scoring) => {
    for (let length = 2; length <= 20; length += 1) {
      const places = Array.from({ length }, (_, at) => at);
      expect(scoreOf(scoring, places)).toBe('1/1');
      const { numerator, denominator } = scoreOfOrder(scoring, places.toReversed());
      expect(numerator >= 0n && numerator < denominator).toBe(true);
    }
  });

  it.each(ORDERING_SCORINGS)(
    'earns by %s what trying everything says, in any order of up to seven',
    (scoring) => {
      const { below } = seededRandom(12);
      for (let round = 0; round < 400; round += 1) {
        const places = Array.from({ length: 2 + below(6) }, (_, at) => ({ at, key: below(1_000_000) }))
          .toSorted((one, other) => one.key - other.key)
          .map(({ at }) => at);
        const [reached, all] = SLOW[scoring](places);
        const { numerator, denominator } = scoreOfOrder(scoring, places);
        expect([places, numerator * BigInt(all)]).toEqual([places, denominator * BigInt(reached)]);
      }
    },
  );
});
