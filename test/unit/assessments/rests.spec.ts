import fc from 'fast-check';
import {
  isResting,
  NO_RESTS,
  type RestClock,
  restedBy,
  withoutRest,
  withRest,
} from '../../../src/modules/assessments/rests/rests';

const START = Date.parse('2026-03-02T12:00:00.000Z');

/** Walks through an attempt millisecond by millisecond: what a stopwatch in the room would show. */
function stopwatch(
  allowed: number,
  presses: readonly { at: number; rests: boolean }[],
  until: number,
): number {
  let rested = 0;
  let rests = false;
  for (let now = 0; now < until; now++) {
    const press = presses.find((each) => each.at === now);
    if (press) rests = press.rests && (rests || allowed - rested >= 1000);
    if (rests && rested < allowed) rested += 1;
    else rests = false;
  }
  return rested;
}

describe('the clock of rests', () => {
  it('shows what a stopwatch shows, whenever the learner rests and goes on', () => {
    const press = fc.record({ at: fc.nat({ max: 6000 }), rests: fc.boolean() });
    fc.assert(
      fc.property(fc.array(press, { maxLength: 12 }), (drawn) => {
        // One press an instant, and a rest within a rest is the same one.
        const presses = [...new Map(drawn.map((each) => [each.at, each])).values()].sort(
          (a, b) => a.at - b.at,
        );
        let clock: RestClock = NO_RESTS;
        for (const { at, rests } of presses) {
          const now = new Date(START + at);
          if (!rests) clock = withoutRest(clock, now);
          else if (!isResting({ ...clock, endsAt: null }, now)) clock = withRest(clock, 0.05, now) ?? clock;
        }
        for (const at of [0, 1500, 3000, 7000, 12_000]) {
          const before = presses.filter((each) => each.at < at);
          if (before.length < presses.length) continue;
          expect(restedBy(clock, new Date(START + at))).toBe(stopwatch(3000, presses, at));
        }
      }),
    );
  });
});
