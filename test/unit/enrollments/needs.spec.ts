import {
  countsFor,
  isInForce,
  mostGenerous,
  type Needs,
  NO_NEEDS,
  PRESENTATION_NEEDS,
} from '../../../src/modules/enrollments/accommodations/needs';
import { seededRandom } from '../seeded-random';

const at = (hour: number): Date => new Date(Date.UTC(2026, 2, 2, hour));
const random = seededRandom(45);

const anyNeeds = (): Needs => ({
  timeFactor: random.pick(['1', '1.25', '1.5', '2', '9.99', '10']),
  minutesAdded: random.below(60),
  extraAttempts: random.below(5),
  daysAdded: random.below(30),
  restBreakMinutes: random.below(60),
  presentation: PRESENTATION_NEEDS.filter(() => random.below(2) === 0),
});

describe('needs', () => {
  it('an accommodation is in force from its first instant on and before its last', () => {
    const validity = { validFrom: at(8), validUntil: at(10) };
    expect([7, 8, 9, 10, 11].map((hour) => isInForce(validity, at(hour)))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(isInForce({ ...validity, validUntil: null }, at(23))).toBe(true);
    expect(isInForce({ validFrom: at(8), validUntil: at(8) }, at(8))).toBe(false);
  });

  it('it counts for work during which it was in force, even if it began after it or ended before the end of it', () => {
    const validity = { validFrom: at(8), validUntil: at(10) };
    const counts = (since: number, until: number): boolean => countsFor(validity, at(since), at(until));
    expect([counts(6, 7), counts(6, 8), counts(9, 12), counts(10, 12)]).toEqual([false, true, true, false]);
  });

  it('of several, the most generous value of each field counts, in whatever order they come', () => {
    for (let round = 0; round < 500; round += 1) {
      const all = Array.from({ length: random.below(4) }, anyNeeds);
      const most = mostGenerous(all);
      expect(mostGenerous(all.toReversed())).toEqual(most);
      for (const field of ['minutesAdded', 'extraAttempts', 'daysAdded', 'restBreakMinutes'] as const)
        expect(most[field]).toBe(Math.max(0, ...all.map((needs) => needs[field])));
      expect(Number(most.timeFactor)).toBe(Math.max(1, ...all.map(({ timeFactor }) => Number(timeFactor))));
      expect([...most.presentation].sort()).toEqual(
        [...new Set(all.flatMap(({ presentation }) => presentation))].sort(),
      );
    }
    expect(mostGenerous([])).toEqual(NO_NEEDS);
  });
});
