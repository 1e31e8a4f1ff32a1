import {
  addDays,
  canonicalTimeZone,
  dayIn,
  daysBetween,
  endOfDay,
  isDay,
  isTimeZone,
} from '../../../src/shared/time/zoned-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The wall calendar by the platform alone, as an independent witness. */
function wallCalendar(zone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (instant) => format.format(instant);
}

describe('isTimeZone', () => {
  it.each([
    ['Europe/London'],
    ['America/New_York'],
    ['Pacific/Apia'],
    ['Asia/Kolkata'],
    ['Asia/Calcutta'],
    ['UTC'],
    ['Etc/GMT+5'],
  ])('isTimeZone knows %s', (name) => expect(isTimeZone(name)).toBe(true));

  it.each([
    ['+02:00'],
    ['-05'],
    ['Mars/Olympus'],
    ['UTC+3'],
    [''],
    [' '],
    ['Europe/London '],
    ['a'.repeat(1_000_000)],
    [null],
    [42],
    [undefined],
  ])('isTimeZone does not know %p', (name) => expect(isTimeZone(name)).toBe(false));
});

describe('the name under which a time zone is stored', () => {
  it.each([
    ['america/new_york', 'America/New_York'],
    ['EUROPE/LONDON', 'Europe/London'],
    ['etc/gmt+12', 'Etc/GMT+12'],
    ['US/Eastern', 'America/New_York'],
    ['us/eastern', 'America/New_York'],
    ['GB', 'Europe/London'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['asia/kolkata', 'Asia/Kolkata'],
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['Asia/Saigon', 'Asia/Ho_Chi_Minh'],
    ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['utc', 'UTC'],
    ['Etc/UTC', 'UTC'],
    ['GMT', 'UTC'],
    ['Zulu', 'UTC'],
    // IANA has merged their history; they are still zones of two countries.
    ['Europe/Oslo', 'Europe/Oslo'],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['Atlantic/Reykjavik', 'Atlantic/Reykjavik'],
  ])('is, for %s, %s', (name, expected) => expect(canonicalTimeZone(name)).toBe(expected));

  it.each(['+02:00', 'Mars/Olympus', '', 42, null])('is nothing for %p', (name) =>
    expect(canonicalTimeZone(name)).toBeUndefined(),
  );

  it('is itself, for every name that this runtime lists and every name that it is stored under', () => {
    for (const listed of Intl.supportedValuesOf('timeZone')) {
      const name = canonicalTimeZone(listed) ?? '';
      expect(isTimeZone(name)).toBe(true);
      expect(canonicalTimeZone(name)).toBe(name);
      expect(canonicalTimeZone(name.toLowerCase())).toBe(name);
      expect(canonicalTimeZone(listed.toUpperCase())).toBe(name);
    }
  });

  it('is of the same zone: it has the same time all year', () => {
    const instants = [0, 3, 6, 9].map((month) => new Date(Date.UTC(2026, month, 15)));
    for (const listed of Intl.supportedValuesOf('timeZone')) {
      const timesIn = (timeZone: string): string[] => {
        const clock = new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'long' });
        return instants.map((instant) => clock.format(instant));
      };
      expect(timesIn(canonicalTimeZone(listed) ?? '')).toEqual(timesIn(listed));
    }
  });
});

describe('isDay', () => {
  it.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2100-02-29', false],
    ['2024-13-01', false],
    ['2024-00-10', false],
    ['0000-01-01', false],
    ['0001-01-01', true],
    ['9999-12-31', true],
    ['2024-1-1', false],
    ['2024-01-01T00:00:00Z', false],
    ['2024-W01', false],
    ['20240101', false],
    [20240101, false],
    [null, false],
  ])('isDay of %p is %p', (value, expected) => expect(isDay(value)).toBe(expected));
});

describe('dayIn', () => {
  it.each([
    ['2024-03-31T00:30:00Z', 'Europe/London', '2024-03-31'],
    ['2024-06-30T23:30:00Z', 'Europe/London', '2024-07-01'],
    ['2024-12-31T23:30:00Z', 'Europe/London', '2024-12-31'],
    ['2024-03-10T04:59:59Z', 'America/New_York', '2024-03-09'],
    ['2024-03-11T03:59:59Z', 'America/New_York', '2024-03-10'],
    ['2011-12-30T09:59:59.999Z', 'Pacific/Apia', '2011-12-29'],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31'],
    ['0999-06-01T12:00:00Z', 'UTC', '0999-06-01'],
  ])('the day of %s in %s is %s', (instant, zone, expected) =>
    expect(dayIn(new Date(instant), zone)).toBe(expected),
  );

  it('dayIn refuses a zone that does not exist and an instant that is none', () => {
    expect(() => dayIn(new Date(0), 'Mars/Olympus')).toThrow(RangeError);
    expect(() => dayIn(new Date(NaN), 'UTC')).toThrow(RangeError);
  });
});

describe('endOfDay', () => {
  it.each([
    ['2024-01-15', 'UTC', '2024-01-15T23:59:59.999Z'],
    ['2024-03-30', 'Europe/London', '2024-03-30T23:59:59.999Z'],
    ['2024-03-31', 'Europe/London', '2024-03-31T22:59:59.999Z'],
    ['2024-10-26', 'Europe/London', '2024-10-26T22:59:59.999Z'],
    ['2024-10-27', 'Europe/London', '2024-10-27T23:59:59.999Z'],
    ['2024-03-09', 'America/New_York', '2024-03-10T04:59:59.999Z'],
    ['2024-03-10', 'America/New_York', '2024-03-11T03:59:59.999Z'],
    ['2024-11-03', 'America/New_York', '2024-11-04T04:59:59.999Z'],
    ['2011-12-29', 'Pacific/Apia', '2011-12-30T09:59:59.999Z'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-31T09:59:59.999Z'],
    ['9999-12-31', 'UTC', '9999-12-31T23:59:59.999Z'],
    ['9999-12-31', 'Asia/Tokyo', '9999-12-31T14:59:59.999Z'],
    ['9999-12-31', 'America/New_York', '9999-12-31T23:59:59.999Z'],
    ['2024-07-01', 'Asia/Kolkata', '2024-07-01T18:29:59.999Z'],
    ['2024-07-01', 'Pacific/Kiritimati', '2024-07-01T09:59:59.999Z'],
  ])('the end of %s in %s is %s', (day, zone, expected) =>
    expect(endOfDay(day, zone).toISOString()).toBe(expected),
  );

  it('endOfDay gives the end of the day before for a day that the zone skipped', () => {
    expect(endOfDay('2011-12-30', 'Pacific/Apia')).toEqual(endOfDay('2011-12-29', 'Pacific/Apia'));
  });

  // Clock changes at, just before and just after midnight, forward and back.
  it.each([
    ['Europe/London', '2024-03-31'],
    ['Europe/London', '2024-10-27'],
    ['America/New_York', '2024-03-10'],
    ['America/New_York', '2024-11-03'],
    ['Pacific/Apia', '2011-12-30'],
    ['America/Sao_Paulo', '2018-02-18'],
    ['America/Sao_Paulo', '2018-11-04'],
    ['America/Havana', '2023-03-12'],
    ['America/Havana', '2023-11-05'],
    ['America/St_Johns', '2006-04-02'],
    ['America/St_Johns', '2006-10-29'],
    ['Asia/Beirut', '2022-03-27'],
    ['Atlantic/Azores', '2023-10-29'],
    ['Australia/Lord_Howe', '2024-04-07'],
    ['Pacific/Chatham', '2024-09-29'],
    ['Africa/Casablanca', '2024-03-10'],
  ])(
    'endOfDay is the last millisecond that the wall calendar of %s gives to a day, around %s',
    (zone, around) => {
      const calendar = wallCalendar(zone);
      for (const day of [-2, -1, 0, 1].map((offset) => addDays(around, offset))) {
        const noon = Date.parse(`${day}T12:00:00Z`);
        let last = NaN;
        for (let instant = noon - 40 * HOUR; instant < noon + 40 * HOUR; instant += MINUTE) {
          if (calendar(instant) <= day) last = instant + MINUTE - 1;
        }
        expect({ day, end: endOfDay(day, zone).getTime() }).toEqual({ day, end: last });
      }
    },
  );

  it('endOfDay refuses days and zones that do not exist', () => {
    expect(() => endOfDay('2023-02-29', 'UTC')).toThrow(RangeError);
    expect(() => endOfDay('2023-02-28', '+02:00 ')).toThrow(RangeError);
  });
});

describe('addDays and daysBetween', () => {
  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2024-02-28', 2, '2024-03-01'],
    ['2024-03-31', 0, '2024-03-31'],
    ['2024-01-01', -1, '2023-12-31'],
    ['2013-10-01', 269, '2014-06-27'],
    ['0099-12-31', 1, '0100-01-01'],
  ])('addDays and daysBetween agree that %s and %d days make %s', (from, count, to) => {
    expect(addDays(from, count)).toBe(to);
    expect(daysBetween(from, to)).toBe(count);
    expect(daysBetween(to, from) + count).toBe(0);
  });

  it('addDays and daysBetween agree over a span with every clock change of a decade', () => {
    for (let count = -3653; count <= 3653; count += 1) {
      expect(daysBetween('2020-01-01', addDays('2020-01-01', count))).toBe(count);
    }
  });

  it.each([
    ['2024-02-30', 1],
    ['2024-02-28', 0.5],
    ['2024-02-28', NaN],
    ['9999-12-31', 1],
    ['0001-01-01', -1],
    ['2024-02-28', 1e300],
  ])('addDays and daysBetween refuse %s and %d', (day, count) =>
    expect(() => addDays(day, count)).toThrow(RangeError),
  );
});
