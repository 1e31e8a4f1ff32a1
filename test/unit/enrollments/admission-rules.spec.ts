import fc from 'fast-check';
import {
  admission,
  hasSeat,
  movingUp,
  type Seats,
  windowAt,
} from '../../../src/modules/enrollments/admission/admission-rules';

const seats: fc.Arbitrary<Seats> = fc.record({
  capacity: fc.option(fc.integer({ min: 1, max: 6 })),
  taken: fc.nat(8),
  waiting: fc.nat(4),
});

describe('coming into a course by oneself', () => {
  it('follows a queue that is played through person by person', () => {
    fc.assert(
      fc.property(
        seats,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (state, needsApproval, hasWaitlist, isApproved) => {
          // The slow way: chairs that stand there, and a line before the door.
          const chairs = state.capacity === null ? Infinity : state.capacity;
          const free = chairs - state.taken;
          const goesIn = free > 0 && state.waiting === 0;
          const expected =
            needsApproval && !isApproved
              ? 'requested'
              : goesIn
                ? 'accepted'
                : hasWaitlist
                  ? 'waitlisted'
                  : 'full';
          const isLimited = state.capacity !== null;
          // Nobody waits where there are seats for all.
          fc.pre(isLimited || state.waiting === 0);
          expect(admission({ needsApproval, hasWaitlist }, state, { isApproved })).toBe(expected);
          expect(hasSeat(state)).toBe(goesIn);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('moves up one after the other until the seats or the people run out', () => {
    fc.assert(
      fc.property(seats, (state) => {
        let { taken, waiting } = state;
        let moved = 0;
        while (waiting > 0 && (state.capacity === null || taken < state.capacity)) {
          waiting -= 1;
          taken += 1;
          moved += 1;
        }
        expect(movingUp(state)).toBe(moved);
      }),
    );
  });

  it('is possible from the instant of opening on, and not at that of closing', () => {
    const [opensAt, closesAt] = [new Date('2026-03-01T08:00:00Z'), new Date('2026-03-02T08:00:00Z')];
    const at = (instant: string): string => windowAt({ opensAt, closesAt }, new Date(instant));
    expect(at('2026-03-01T07:59:59.999Z')).toBe('not_yet');
    expect(at('2026-03-01T08:00:00Z')).toBe('open');
    expect(at('2026-03-02T07:59:59.999Z')).toBe('open');
    expect(at('2026-03-02T08:00:00Z')).toBe('over');
    expect(windowAt({ opensAt: null, closesAt: null }, opensAt)).toBe('open');
  });
});
