import fc from 'fast-check';
import {
  changeByDays,
  changeToStart,
  type DateChange,
  DateMoves,
} from '../../../../src/modules/courses/carry/dates/date-moves';
import { addDays, daysBetween, daysLater } from '../../../../src/shared/time/zoned-time';

const QUIZ = { of: 'quizzes', id: '01990000-0000-7000-8000-00000000ac01', title: 'Midterm' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// Half an hour of daylight saving time, clocks set at midnight, a day that was skipped, and zones without any of it.
const ZONES = [
  ...[
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
  ],
  ...['America/Asuncion', 'Africa/Cairo', 'Pacific/Apia', 'Pacific/Chatham', 'America/Havana'],
];

/** What clocks on the wall show, by the platform alone, to the millisecond. */
const FORMATS = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', {
      ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 },
    }),
  ]),
);
const wallIn = (zone: string, time: number): number =>
  Date.parse(`${FORMATS.get(zone)!.format(time).replace(' ', 'T').replace(',', '.')}Z`);

/**
 * The first instant at which clocks show the same time `days` later, or a later time where they skip it: found by looking at every
 * quarter of an hour of two days, and then at every half of what is left.
 */
function slowlyLater(instant: Date, days: number, zone: string): number {
  if (days === 0) return instant.getTime();
  const wanted = wallIn(zone, instant.getTime()) + days * DAY;
  const isThere = (time: number): boolean => wallIn(zone, time) >= wanted;
  let step = Math.floor((wanted - 27 * HOUR) / (15 * MINUTE)) * 15 * MINUTE;
  while (!isThere(step + 15 * MINUTE - 1)) step += 15 * MINUTE;
  let [before, after] = [step - 1, step + 15 * MINUTE - 1];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (isThere(middle)) after = middle;
    else before = middle;
  }
  return after;
}

const moment = fc.date({
  min: new Date('1996-01-01T00:00:00Z'),
  max: new Date('2035-12-31T00:00:00Z'),
  noInvalidDate: true,
});

function moved(at: string, days: number, zone: string): string | undefined {
  return new DateMoves(changeByDays(days), zone).instant(new Date(at), 'dueAt', QUIZ)?.toISOString();
}

describe('the dates of a course in its copy', () => {
  it.each([
    [
      'the same time in winter and in summer',
      '2026-01-15T22:59:59.000Z',
      182,
      'Europe/Berlin',
      '2026-07-16T21:59:59.000Z',
    ],
    [
      'the same time before the clocks are set',
      '2026-07-16T21:59:59.000Z',
      -182,
      'Europe/Berlin',
      '2026-01-15T22:59:59.000Z',
    ],
    [
      'the first instant after a gap',
      '2026-03-22T01:30:00.000Z',
      7,
      'Europe/Berlin',
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'the first instant after a gap, going back',
      '2026-04-05T00:30:00.000Z',
      -7,
      'Europe/Berlin',
      '2026-03-29T01:00:00.000Z',
    ],
    ['the first of two times', '2026-10-18T00:30:00.000Z', 7, 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    [
      'the first of two times, from the second',
      '2025-10-26T01:30:00.000Z',
      364,
      'Europe/Berlin',
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'the same time where clocks are set by half an hour',
      '2026-09-30T04:29:59.000Z',
      7,
      'Australia/Lord_Howe',
      '2026-10-07T03:59:59.000Z',
    ],
    [
      'the same time without daylight saving time',
      '2026-03-01T18:14:59.000Z',
      184,
      'Asia/Kathmandu',
      '2026-09-01T18:14:59.000Z',
    ],
    ['a day after the 29th of February', '2028-02-28T12:00:00.000Z', 2, 'UTC', '2028-03-01T12:00:00.000Z'],
    ['a year after the 29th of February', '2028-02-29T23:59:59.000Z', 366, 'UTC', '2029-03-01T23:59:59.000Z'],
    [
      'the last millisecond of a day',
      '2026-03-22T22:59:59.999Z',
      7,
      'Europe/Berlin',
      '2026-03-29T21:59:59.999Z',
    ],
    [
      'the time of a day that the zone skipped, on the next',
      '2011-12-23T22:00:00.000Z',
      7,
      'Pacific/Apia',
      '2011-12-30T10:00:00.000Z',
    ],
  ])('keep %s', (_what, at, days, zone, expected) => {
    expect(moved(at, days, zone)).toBe(expected);
  });

  it('are the very instants where they do not move, the second of two times included', () => {
    const at = new Date('2026-10-25T01:30:00.000Z');
    const moves = new DateMoves(changeByDays(0), 'Europe/Berlin');
    expect(moves.instant(at, 'dueAt', QUIZ)).toEqual(at);
    expect(moves.day('2026-10-25', 'startDate', QUIZ)).toBe('2026-10-25');
    expect(moves.moved).toEqual([]);
  });

  it('are told with the thing, the field, and both values', () => {
    const moves = new DateMoves(changeToStart('2026-09-07', '2027-01-11'), 'Europe/Berlin');
    moves.instant(new Date('2026-10-05T21:59:59Z'), 'dueAt', QUIZ);
    moves.day('2026-09-07', 'startDate', QUIZ);
    expect(moves.moved).toEqual([
      { ...QUIZ, field: 'dueAt', from: '2026-10-05T21:59:59.000Z', to: '2027-02-08T22:59:59.000Z' },
      { ...QUIZ, field: 'startDate', from: '2026-09-07', to: '2027-01-11' },
    ]);
  });

  it('are told where they are removed', () => {
    const moves = new DateMoves({ kind: 'remove' }, 'Europe/Berlin');
    expect(moves.instant(new Date('2026-10-05T21:59:59Z'), 'dueAt', QUIZ)).toBeNull();
    expect(moves.day(null, 'startDate', QUIZ)).toBeNull();
    expect(moves.moved).toEqual([{ ...QUIZ, field: 'dueAt', from: '2026-10-05T21:59:59.000Z', to: null }]);
  });

  it('stay within what can be stored', () => {
    expect(moved('9999-06-01T12:00:00.000Z', 3660, 'UTC')).toBe('9999-12-31T23:59:59.999Z');
    expect(moved('1000-06-01T12:00:00.000Z', -3660, 'UTC')).toBe('1000-01-01T00:00:00.000Z');
    const shift = (day: string, days: number) =>
      new DateMoves(changeByDays(days), 'UTC').day(day, 'startDate', QUIZ);
    expect(shift('9999-06-01', 3660)).toBe('9999-12-31');
    expect(shift('1000-06-01', -3660)).toBe('1000-01-01');
  });

  it('move as a search through every quarter of an hour finds it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        moment,
        fc.integer({ min: -800, max: 800 }),
        (zone, at, days) => {
          // The last millisecond of a day is a rule of its own, in the table above.
          fc.pre(new Date(wallIn(zone, at.getTime())).toISOString().slice(11) !== '23:59:59.999Z');
          expect(daysLater(at, days, zone).getTime()).toBe(slowlyLater(at, days, zone));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('move to the days around the clocks being set as the search finds it', () => {
    // Every change of the clocks of one year, from every quarter of an hour of the days around.
    const zone = 'Europe/Berlin';
    for (const day of ['2026-03-29', '2026-10-25'])
      for (let quarter = 0; quarter < 96; quarter += 1)
        for (const days of [-30, -1, 1, 30]) {
          const wall = Date.parse(`${addDays(day, -days)}T00:00:00Z`) + quarter * 15 * MINUTE;
          for (const at of [wall - HOUR, wall - 2 * HOUR])
            expect(daysLater(new Date(at), days, zone).getTime()).toBe(slowlyLater(new Date(at), days, zone));
        }
  });

  it('move days by the calendar, and back again', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: -3660, max: 3660 }), (at, days) => {
        const day = at.toISOString().slice(0, 10);
        const to = new DateMoves(changeByDays(days), 'UTC').day(day, 'startDate', QUIZ) as string;
        expect(daysBetween(day, to)).toBe(days);
        expect(new DateMoves(changeByDays(-days), 'UTC').day(to, 'startDate', QUIZ)).toBe(day);
      }),
    );
  });

  describe('that stand in an order', () => {
    const FIELDS = ['opensAt', 'dueAt'] as const;
    const isOrdered = ({ opensAt, dueAt }: Record<(typeof FIELDS)[number], Date | null>): boolean =>
      opensAt === null || dueAt === null || opensAt < dueAt;
    const both = (change: DateChange, opensAt: string, dueAt: string, zone = 'Europe/Berlin') => {
      const moves = new DateMoves(change, zone);
      const dates = { opensAt: new Date(opensAt), dueAt: new Date(dueAt) };
      return { ...moves.ordered(dates, FIELDS, QUIZ, isOrdered), told: moves.moved };
    };

    it('keep their local times', () => {
      const { opensAt, dueAt, told } = both(changeByDays(28), '2026-03-02T09:00:00Z', '2026-03-02T22:59:59Z');
      expect([opensAt, dueAt]).toEqual([new Date('2026-03-30T08:00:00Z'), new Date('2026-03-30T21:59:59Z')]);
      expect(told).toHaveLength(2);
    });

    it('keep their distance where a gap would make them one', () => {
      const { opensAt, dueAt } = both(changeByDays(7), '2026-03-22T01:10:00Z', '2026-03-22T01:50:00Z');
      expect([opensAt, dueAt]).toEqual([new Date('2026-03-29T01:00:00Z'), new Date('2026-03-29T01:40:00Z')]);
    });

    it('stay in order wherever they are moved', () => {
      const later = fc.integer({ min: 1, max: 3 * HOUR });
      fc.assert(
        fc.property(
          fc.constantFrom(...ZONES),
          moment,
          later,
          fc.integer({ min: -800, max: 800 }),
          (zone, opensAt, distance, days) => {
            const dates = { opensAt, dueAt: new Date(opensAt.getTime() + distance) };
            const after = new DateMoves(changeByDays(days), zone).ordered(dates, FIELDS, QUIZ, isOrdered);
            expect(isOrdered(after)).toBe(true);
          },
        ),
        { numRuns: 500 },
      );
    });
  });
});
