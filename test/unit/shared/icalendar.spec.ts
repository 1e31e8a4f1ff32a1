import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type CalendarEvent, iCalendar } from '../../../src/shared/calendar/icalendar';

const EVENT: CalendarEvent = {
  uid: '01990000-0000-7000-8000-00000000ac07@stoa',
  sequence: 3,
  startsAt: new Date('2026-03-29T12:00:00Z'),
  endsAt: new Date('2026-03-29T13:30:00Z'),
  timeZone: 'Europe/Berlin',
  title: 'Questions',
  location: null,
  address: null,
  isCancelled: false,
  changedAt: new Date('2026-03-01T09:00:00.123Z'),
};

/** The lines of a file as RFC 5545 (3.1) has them put together again. */
const linesOf = (file: string): string[] =>
  file
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
    .slice(0, -1);

interface Observance {
  onset: number;
  from: number;
  to: number;
}

const minutes = (offset: string): number =>
  (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3, 5)));
const wall = (local: string): number =>
  DateTime.fromFormat(local, "yyyyMMdd'T'HHmmss", { zone: 'utc' }).toMillis();

/** Reads a property with its time zone, by the rules of VTIMEZONE: the latest observance that has begun counts. */
function instantOf(file: string, property: string): number {
  const lines = linesOf(file);
  const line = lines.slice(lines.indexOf('BEGIN:VEVENT')).find((each) => each.startsWith(property)) as string;
  const [, zone, local = ''] = /^[A-Z]+(?:;TZID=([^:]+))?:(.+)$/.exec(line) as unknown as string[];
  if (zone === undefined) return wall(local.replace('Z', ''));
  const begin = lines.findIndex(
    (each, index) => each === `TZID:${zone}` && lines[index - 1] === 'BEGIN:VTIMEZONE',
  );
  const observances: Observance[] = [];
  for (let at = begin + 1; lines[at] !== 'END:VTIMEZONE'; at += 5) {
    const value = (index: number): string => (lines[at + index] as string).split(':')[1] as string;
    observances.push({ onset: wall(value(1)), from: minutes(value(2)), to: minutes(value(3)) });
  }
  // What a local time means when it comes twice is the first of both (RFC 5545, 3.3.5).
  const begun = observances.filter(
    ({ onset, from, to }) => wall(local) >= onset + Math.max(0, to - from) * 60_000,
  );
  const { to } = begun.at(-1) as Observance;
  return wall(local) - to * 60_000;
}

describe('a calendar file', () => {
  it('iCalendar tells of one appointment, in UTC where its zone is that', () => {
    expect(linesOf(iCalendar([{ ...EVENT, timeZone: 'UTC', location: 'Room 1' }]))).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Stoa//Stoa//EN',
      'METHOD:PUBLISH',
      'BEGIN:VEVENT',
      'UID:01990000-0000-7000-8000-00000000ac07@stoa',
      'SEQUENCE:3',
      'DTSTAMP:20260301T090000Z',
      'LAST-MODIFIED:20260301T090000Z',
      'DTSTART:20260329T120000Z',
      'DTEND:20260329T133000Z',
      'SUMMARY:Questions',
      'LOCATION:Room 1',
      'STATUS:CONFIRMED',
      'END:VEVENT',
      'END:VCALENDAR',
    ]);
  });

  it('iCalendar has the local time of the zone, and the change of its clocks', () => {
    const lines = linesOf(iCalendar([EVENT]));
    expect(lines).toContain('DTSTART;TZID=Europe/Berlin:20260329T140000');
    expect(lines.slice(4, 18)).toEqual([
      ...['BEGIN:VTIMEZONE', 'TZID:Europe/Berlin'],
      ...[
        'BEGIN:STANDARD',
        'DTSTART:20260328T130000',
        'TZOFFSETFROM:+0100',
        'TZOFFSETTO:+0100',
        'END:STANDARD',
      ],
      ...[
        'BEGIN:DAYLIGHT',
        'DTSTART:20260329T020000',
        'TZOFFSETFROM:+0100',
        'TZOFFSETTO:+0200',
        'END:DAYLIGHT',
      ],
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
    ]);
  });

  it('iCalendar says that an appointment is cancelled, and lets no text out of its line', () => {
    const title = 'A; b, c\\d\nBEGIN:VEVENT\r\nSUMMARY:\u0007x';
    const lines = linesOf(
      iCalendar([{ ...EVENT, title, isCancelled: true, address: 'https://a.example/?b=c' }]),
    );
    expect(lines).toContain('SUMMARY:A\\; b\\, c\\\\d\\nBEGIN:VEVENT\\nSUMMARY:x');
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
    expect(lines).toContain('STATUS:CANCELLED');
    expect(lines).toContain('URL:https://a.example/?b=c');
  });

  it('iCalendar folds lines after 75 bytes at most, and divides no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const title = text.replace(/[\u0000-\u001f\u007f]/g, '');
        const file = iCalendar([{ ...EVENT, title }]);
        for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        const summary = linesOf(file).find((line) => line.startsWith('SUMMARY:')) as string;
        expect(summary.slice(8).replace(/\\([\\;,])/g, '$1')).toBe(title);
      }),
    );
  });

  it('iCalendar means the very instants, whatever the zone and the clocks do', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Africa/Casablanca',
    ];
    const zone = fc.constantFrom(...zones, 'Pacific/Apia', 'America/Nuuk', 'UTC', 'Pacific/Chatham');
    const minute = fc.integer({ min: 29_500_000, max: 30_400_000 });
    fc.assert(
      fc.property(
        zone,
        fc.array(fc.tuple(minute, fc.integer({ min: 1, max: 600 })), { minLength: 1, maxLength: 4 }),
        (timeZone, times) => {
          const events = times.map(([start, length]) => ({
            ...{ ...EVENT, timeZone, startsAt: new Date(start * 60_000) },
            endsAt: new Date((start + length) * 60_000),
          }));
          for (const event of events) {
            const file = iCalendar([event, ...events]);
            expect(instantOf(file, 'DTSTART')).toBe(event.startsAt.getTime());
            expect(instantOf(file, 'DTEND')).toBe(event.endsAt.getTime());
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
