import {
  ORDERING_SCORINGS,
  type OrderingScoring,
  scoreOfOrder,
} from '../../../../src/modules/assessments/question-types/ordering/scorings';
import { seededRandom } from '../../seeded-random';
import { SLOW_ORDERS } from './slow/orders';

/** As `numerator/denominator` in lowest terms. */
const scoreOf = (scoring: OrderingScoring, places: number[]): string => {
  const { numerator, denominator } = scoreOfOrder(scoring, places);
  return `${numerator}/${denominator}`;
};

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
        const [reached, all] = SLOW_ORDERS[scoring]!(places);
        const { numerator, denominator } = scoreOfOrder(scoring, places);
        expect([places, numerator * BigInt(all)]).toEqual([places, denominator * BigInt(reached)]);
      }
    },
  );
});
