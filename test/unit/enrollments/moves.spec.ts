import fc from 'fast-check';
import { hasEnded } from '../../../src/modules/courses/access/participation';
import { STORED_STATES, type StoredState } from '../../../src/modules/courses/access/enrollment-states';
import {
  ended,
  MOVES,
  moved,
  movesOf,
  redated,
  type Standing,
  type Wish,
} from '../../../src/modules/enrollments/states/moves';
import { addDays } from '../../../src/shared/time/zoned-time';

const TODAY = '2026-03-02';
const day = fc.integer({ min: -3, max: 3 }).map((days) => addDays(TODAY, days));
const end = fc.option(day);
const OPEN: readonly StoredState[] = ['active', 'suspended'];

/** One as the store may hold it: what has ended has an end that has come. */
const standing: fc.Arbitrary<Standing> = fc
  .record({ state: fc.constantFrom(...STORED_STATES), beginDate: day, endDate: end })
  .map((own) => (OPEN.includes(own.state) || hasEnded(own, TODAY) ? own : { ...own, endDate: TODAY }));
const wish: fc.Arbitrary<Wish> = fc.record(
  {
    state: fc.constantFrom(...(['active', 'suspended', 'completed', 'withdrawn'] as const)),
    beginDate: day,
    endDate: end,
  },
  { requiredKeys: [] },
);

describe('a change of an enrollment', () => {
  it.each([
    ['suspends an active one', { state: 'active' }, { state: 'suspended' }, { state: 'suspended' }],
    [
      'completes it today',
      { state: 'active' },
      { state: 'completed' },
      { state: 'completed', endDate: TODAY },
    ],
    [
      'completes one that had an end ahead today',
      { state: 'active', endDate: '2026-03-04' },
      { state: 'completed' },
      { state: 'completed', endDate: TODAY },
    ],
    [
      'brings a completed one back, without an end',
      { state: 'completed', endDate: TODAY },
      { state: 'active' },
      { state: 'active', endDate: null },
    ],
    [
      'extends an expired one',
      { state: 'expired', endDate: '2026-03-01' },
      { endDate: '2026-04-01' },
      { state: 'active', endDate: '2026-04-01' },
    ],
    [
      'leaves an expired one expired that gets another end that has come',
      { state: 'expired', endDate: '2026-03-01' },
      { endDate: '2026-02-01' },
      { refused: 'days', from: 'expired' },
    ],
    [
      'refuses to move a withdrawn one',
      { state: 'withdrawn', endDate: TODAY },
      { state: 'active' },
      { refused: 'move', from: 'withdrawn', to: 'active', allowed: [] },
    ],
    [
      'refuses an end for what ends it today',
      { state: 'active' },
      { state: 'withdrawn', endDate: '2026-04-01' },
      { refused: 'end_of_ended', to: 'withdrawn' },
    ],
    ['refuses days without a day', { state: 'active' }, { endDate: '2026-01-05' }, { refused: 'no_day' }],
  ] as [string, Partial<Standing>, Wish, object][])('%s', (_what, before, wanted, expected) => {
    const stored: Standing = { state: 'active', beginDate: '2026-01-05', endDate: null, ...before };
    expect(moved(stored, wanted, TODAY)).toMatchObject(expected);
  });

  it('follows the table, ends what it ends, and loses nothing of what it does not name', () => {
    fc.assert(
      fc.property(standing, wish, (before, wanted) => {
        const after = moved(before, wanted, TODAY);
        if ('refused' in after) {
          if (after.refused === 'move') expect(movesOf(before.state, 'staff')).not.toContain(after.to);
          return;
        }
        if (after.state !== before.state) expect(MOVES[before.state][after.state]).toContain('staff');
        if (!OPEN.includes(after.state)) expect(hasEnded(after, TODAY)).toBe(true);
        if (wanted.beginDate === undefined) expect(after.beginDate).toBe(before.beginDate);
        if (Object.keys(wanted).length === 0) expect(after).toEqual(before);
        if (wanted.endDate !== undefined && OPEN.includes(after.state))
          expect(after.endDate).toBe(wanted.endDate);
      }),
      { numRuns: 5_000 },
    );
  });

  it('that ends one leaves what has ended alone, and never moves an end into the future', () => {
    fc.assert(
      fc.property(standing, (before) => {
        const after = ended(before, 'withdrawn', TODAY);
        if (!OPEN.includes(before.state)) expect(after).toEqual(before);
        else expect(after.endDate).toBe(hasEnded(before, TODAY) ? before.endDate : TODAY);
      }),
    );
  });

  it('of days alone withdraws what they end, and keeps who is suspended suspended', () => {
    fc.assert(
      fc.property(standing, day, end, (before, beginDate, endDate) => {
        const after = redated(before, { beginDate, endDate }, TODAY);
        const ends = OPEN.includes(before.state) && hasEnded({ endDate }, TODAY);
        expect(after).toEqual({ beginDate, endDate, state: ends ? 'withdrawn' : before.state });
      }),
    );
  });
});
