import {
  REMARK_ACTIONS,
  REMARK_SIDES,
  REMARK_STATES,
  stateAfter,
  windowEnd,
} from '../../../src/modules/marking/remarks/remark-states';

describe('the states of a remark request', () => {
  it('has these moves and no others, of all that anybody could try', () => {
    const moves = REMARK_STATES.flatMap((state) =>
      REMARK_ACTIONS.flatMap((action) =>
        REMARK_SIDES.map((side) => [`${side}: ${state} ${action}`, stateAfter(state, action, side)] as const),
      ),
    );
    expect(moves).toHaveLength(32);
    expect(moves.filter(([, to]) => to !== null)).toEqual([
      ['learner: open write', 'open'],
      ['staff: open write', 'open'],
      ['staff: open keep', 'kept'],
      ['staff: open change', 'changed'],
      ['learner: open withdraw', 'withdrawn'],
    ]);
  });

  it('leaves days of 24 hours, also when the clocks change', () => {
    const shown = new Date('2026-03-28T12:00:00Z');
    expect(windowEnd(shown, 1).toISOString()).toBe('2026-03-29T12:00:00.000Z');
    expect(windowEnd(shown, 365).toISOString()).toBe('2027-03-28T12:00:00.000Z');
  });
});
