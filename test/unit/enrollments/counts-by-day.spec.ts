import fc from 'fast-check';
import { ENROLLMENT_STATES, STORED_STATES } from '../../../src/modules/courses';
import {
  countsByDay,
  lastOfWeeks,
  stateOn,
  type Story,
} from '../../../src/modules/enrollments/counts/counts-by-day';
import { addDays } from '../../../src/shared/time/zoned-time';

const START = '2026-02-20';
const day = fc.integer({ min: 0, max: 60 }).map((days) => addDays(START, days));
const turn = fc.record({
  ...{ day, state: fc.constantFrom(...STORED_STATES), beginDate: day },
  endDate: fc.option(day),
});
const story = fc.record({
  role: fc.constantFrom('learner' as const, 'assistant' as const),
  turns: fc
    .uniqueArray(turn, { selector: (each) => each.day, maxLength: 5 })
    .map((turns) => turns.toSorted((one, other) => (one.day < other.day ? -1 : 1))),
});

/** Day by day and enrollment by enrollment, what was the last that happened. */
function slowly(stories: readonly Story[], endDate: string | null, days: readonly string[]): object[] {
  return days.map((today) => {
    const counts = Object.fromEntries(ENROLLMENT_STATES.map((state) => [state, 0]));
    for (const { role, turns } of stories) {
      const last = turns.findLast((each) => each.day <= today);
      if (!last) continue;
      const state = stateOn(role, last, { status: 'published', endDate }, today);
      counts[state] = (counts[state] ?? 0) + 1;
    }
    return { day: today, counts };
  });
}

describe('the counts of enrollments by state', () => {
  it('are those of a replay of every enrollment on every day', () => {
    fc.assert(
      fc.property(
        ...[fc.array(story, { maxLength: 8 }), fc.option(day), day, fc.integer({ min: 0, max: 40 })],
        (stories, endDate, from, length) => {
          const days = Array.from({ length: length + 1 }, (_, index) => addDays(from, index));
          const found = countsByDay(stories, { endDate }, { from, until: days.at(-1) ?? from });
          expect(found).toEqual(slowly(stories, endDate, days));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('take an end that was written without a move for what it says: active until its day', () => {
    const turns = [
      { day: '2026-03-02', state: 'withdrawn' as const, beginDate: '2026-03-02', endDate: '2026-03-04' },
    ];
    const found = countsByDay(
      [{ role: 'learner', turns }],
      { endDate: null },
      {
        ...{ from: '2026-03-01', until: '2026-03-04' },
      },
    );
    expect(found.map(({ counts }) => [counts.active, counts.withdrawn])).toEqual([
      ...[[0, 0], [1, 0], [1, 0], [0, 1]], // prettier-ignore
    ]);
  });

  it('of weeks are those of their Sundays, and of the last day', () => {
    const days = countsByDay([], { endDate: null }, { from: '2026-03-04', until: '2026-03-17' });
    expect(lastOfWeeks(days).map((each) => each.day)).toEqual(['2026-03-08', '2026-03-15', '2026-03-17']);
  });
});
