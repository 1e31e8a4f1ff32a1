import fc from 'fast-check';
import { enrollmentStatus } from '../../../src/modules/courses/access/participation';
import {
  boundaryAfter,
  instantAfter,
  spanAfter,
  type ZoneChange,
  zoneChange,
} from '../../../src/shared/time/zone-change';
import { addDays, atSameLocalTime, dayIn, endOfDay } from '../../../src/shared/time/zoned-time';

// Both sides of the date line, half and quarter hours, and clocks that are set at midnight, in spring and in autumn.
const ZONES = [
  ...['UTC', 'Pacific/Kiritimati', 'Pacific/Niue', 'Etc/GMT+12', 'Pacific/Apia', 'Pacific/Chatham'],
  ...['Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe'],
  ...['America/Asuncion', 'Asia/Beirut', 'Africa/Cairo', 'America/Havana'],
];
const CLOCKS = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
);
const HOUR = 3_600_000;

const zone = fc.constantFrom(...ZONES);
const moment = fc.date({
  min: new Date('2010-01-01T00:00:00Z'),
  max: new Date('2030-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const change = fc.tuple(zone, zone, moment).map(([from, to, at]) => zoneChange(from, to, at));
/** Days near the present one, where a change of the zone matters. */
const nearby = fc.integer({ min: -4, max: 4 });

/** What a clock on the wall shows, by the platform alone. */
function clockIn(timeZone: string, instant: Date): string {
  return CLOCKS.get(timeZone)!.format(instant);
}

describe('the days of a calendar whose time zone changes', () => {
  it('give every enrollment the status that it had', () => {
    fc.assert(
      fc.property(change, nearby, fc.option(nearby), (by, begin, end) => {
        const span = {
          beginDate: addDays(by.dayBefore, begin),
          endDate: end === null ? null : addDays(by.dayBefore, end),
        };
        const status = (days: typeof span, day: string): string =>
          enrollmentStatus({ ...days, state: 'active' }, day);
        expect(status(spanAfter(span, by), by.dayAfter)).toBe(status(span, by.dayBefore));
      }),
      { numRuns: 500 },
    );
  });

  it('keep at least one day of an enrollment that had one', () => {
    fc.assert(
      fc.property(change, nearby, fc.integer({ min: 1, max: 3 }), (by, begin, length) => {
        const beginDate = addDays(by.dayBefore, begin);
        const moved = spanAfter({ beginDate, endDate: addDays(beginDate, length) }, by);
        expect(moved.beginDate < moved.endDate!).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('stay the same unless the change would make them begin, or begin again', () => {
    fc.assert(
      fc.property(change, nearby, (by, days) => {
        const day = addDays(by.dayBefore, days);
        const isBetween = day <= by.dayBefore !== day <= by.dayAfter;
        expect(boundaryAfter(day, by) === day).toBe(!isBetween);
      }),
      { numRuns: 500 },
    );
  });

  it('never change their order', () => {
    fc.assert(
      fc.property(change, nearby, nearby, (by, one, other) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)].map((days) =>
          boundaryAfter(addDays(by.dayBefore, days), by),
        ) as [string, string];
        expect(early <= late).toBe(true);
      }),
    );
  });

  it.each([
    [
      'begins today where today is still yesterday',
      'Pacific/Kiritimati',
      'Pacific/Niue',
      '2026-03-03',
      '2026-03-02',
    ],
    [
      'begins today where today is two days ago',
      'Pacific/Kiritimati',
      'Etc/GMT+12',
      '2026-03-03',
      '2026-03-01',
    ],
    [
      'begins tomorrow where tomorrow is today',
      'Pacific/Niue',
      'Pacific/Kiritimati',
      '2026-03-03',
      '2026-03-04',
    ],
    ['began long ago', 'Pacific/Kiritimati', 'Pacific/Niue', '2026-01-05', '2026-01-05'],
    ['begins long after', 'Pacific/Niue', 'Pacific/Kiritimati', '2026-05-01', '2026-05-01'],
  ])('moves what %s only as far as it must', (_what, from, to, day, expected) => {
    // 00:30 on March 3 in Kiritimati, 23:30 on March 1 in Niue, 22:30 on March 1 at the end of the world.
    const at = new Date(to === 'Etc/GMT+12' ? '2026-03-02T10:30:00Z' : '2026-03-02T11:30:00Z');
    const by: ZoneChange = zoneChange(from, to, at);
    expect(boundaryAfter(day, by)).toBe(expected);
  });
});

describe('the instants of a calendar whose time zone changes', () => {
  it('stay at the same local time where the new zone has it', () => {
    fc.assert(
      fc.property(moment, zone, zone, (instant, from, to) => {
        const moved = atSameLocalTime(instant, from, to);
        const wanted = clockIn(from, instant);
        const hasIt = [-1, 0, 1].some(
          (hours) => clockIn(to, new Date(moved.getTime() + hours * HOUR)) === wanted,
        );
        if (hasIt) expect(clockIn(to, moved)).toBe(wanted);
        // A time that is skipped: the clock jumps over it at the instant found.
        else {
          expect(clockIn(to, moved) > wanted).toBe(true);
          expect(clockIn(to, new Date(moved.getTime() - 1)) < wanted).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('stay at the end of the same day', () => {
    fc.assert(
      fc.property(moment, zone, zone, (instant, from, to) => {
        const day = dayIn(instant, from);
        expect(atSameLocalTime(endOfDay(day, from), from, to)).toEqual(endOfDay(day, to));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['the first of two', '2026-10-25T00:30:00Z', 'UTC', 'Europe/London', '2026-10-24T23:30:00Z'],
    ['the first after a gap', '2026-03-08T02:30:00Z', 'UTC', 'America/New_York', '2026-03-08T07:00:00Z'],
    ['the first after a skipped day', '2011-12-30T12:00:00Z', 'UTC', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
    ['the same where nothing changes', '2026-03-08T02:30:00Z', 'UTC', 'UTC', '2026-03-08T02:30:00Z'],
  ])('are %s', (_what, instant, from, to, expected) => {
    expect(atSameLocalTime(new Date(instant), from, to)).toEqual(new Date(expected));
  });

  it('neither pass nor come again by the change', () => {
    fc.assert(
      fc.property(change, fc.integer({ min: -60 * HOUR, max: 60 * HOUR }), (by, distance) => {
        const instant = new Date(by.at.getTime() + distance);
        const moved = instantAfter(instant, by);
        expect(moved <= by.at).toBe(instant <= by.at);
        if (instant <= by.at) expect(moved).toEqual(instant);
      }),
      { numRuns: 500 },
    );
  });
});
