import { DateTime, IANAZone } from 'luxon';

/** A calendar day without a time zone, `YYYY-MM-DD`, years 0001 to 9999. */
export type Day = string;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The first and the last instant that the database can hold. */
const FIRST_INSTANT = Date.UTC(1000, 0, 1);
const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * True for a name of the IANA time zone database (`Europe/London`, `UTC`) that this runtime knows. A fixed
 * offset such as `+02:00` is not a zone: it has no daylight saving time.
 */
export function isTimeZone(name: unknown): name is string {
  return (
    typeof name === 'string' && name.length <= 64 && /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name)
  );
}

/**
 * The one spelling in which a zone is stored and given back; undefined for what `isTimeZone` refuses. Letters get the case
 * of the IANA time zone database, and an alias becomes the zone that it stands for, under its present name: `us/eastern`
 * is `America/New_York`, `Asia/Calcutta` is `Asia/Kolkata`, `Etc/UTC` and `GMT` are `UTC`. Zones of different countries
 * stay apart, even where IANA has merged their history: `Europe/Oslo` is not `Europe/Berlin`.
 */
export function canonicalTimeZone(name: unknown): string | undefined {
  if (!isTimeZone(name)) return undefined;
  const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
  return RENAMED[timeZone] ?? timeZone;
}

/**
 * The runtime resolves aliases by the data of CLDR, which never renames a zone. These are all whose name in the IANA
 * database has changed since (the attribute `iana` in CLDR's bcp47/timezone.xml).
 */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** True for a day that the calendar has, written `YYYY-MM-DD`. */
export function isDay(value: unknown): value is Day {
  return (
    typeof value === 'string' &&
    /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(value) &&
    DateTime.fromISO(value, { zone: 'utc' }).isValid
  );
}

/** The calendar day of the instant in the zone. RangeError for an unknown zone or invalid date. */
export function dayIn(instant: Date, zone: string): Day {
  // No day begins and no clock is set within a second.
  const second = Math.floor(instant.getTime() / 1000);
  const known = KNOWN_DAYS.get(zone);
  const found = known?.get(second);
  if (found !== undefined) return found;
  const day = calendarOf(zone).format(instant).padStart(10, '0');
  if (!known) KNOWN_DAYS.set(zone, new Map([[second, day]]));
  else {
    if (known.size >= MOST_KNOWN_DAYS) known.clear();
    known.set(second, day);
  }
  return day;
}

/**
 * The last millisecond of the day in the zone: 23:59:59.999 local time. If clocks pass midnight twice, the last one
 * that belongs to the day; for a day that the zone skipped (30 December 2011 in Apia), the last one of the day before. Never later than the database can hold, which is before the end of 9999-12-31 west of Greenwich.
 * RangeError for an unknown zone or day.
 */
export function endOfDay(day: Day, zone: string): Date {
  const nextDay = utcMidnight(day).plus({ days: 1 });
  const beginning = nextDay.setZone(zoneNamed(zone), { keepLocalTime: true });
  // Where clocks are set back just after midnight (Newfoundland until 2011), the next day begins twice.
  const ends = beginning
    .getPossibleOffsets()
    .map((possible) => new Date(possible.toMillis() - 1))
    .filter((end) => dayIn(end, zone) <= day);
  return new Date(Math.min(Math.max(...ends.map((end) => end.getTime())), LAST_INSTANT));
}

/** The first instant of the day in the zone: the one after the end of the day before. RangeError as `endOfDay`. */
export function startOfDay(day: Day, zone: string): Date {
  return new Date(endOfDay(addDays(day, -1), zone).getTime() + 1);
}

/**
 * The instant at which clocks in `to` show what clocks in `from` show at the given one: 17:00 stays 17:00, and the last
 * millisecond of a day stays the last one of that day. A time that `to` has twice, when clocks are set back, is the first
 * of the two, unless the instant is the second already; one that it skips becomes the first instant after the gap. Never later than the database can hold.
 * RangeError for an unknown zone.
 */
export function atSameLocalTime(instant: Date, from: string, to: string): Date {
  const day = dayIn(instant, from);
  if (endOfDay(day, from).getTime() === instant.getTime()) return endOfDay(day, to);
  const zone = zoneNamed(to);
  const offset = offsetAt(zoneNamed(from), instant.getTime());
  if (offsetAt(zone, instant.getTime()) === offset) return instant;
  return atLocalTime(instant.getTime() + offset, zone);
}

/**
 * The instant at which clocks in the zone show the same time `count` days later, or earlier where that is negative: 17:00 stays
 * 17:00, and the last millisecond of a day is the last one of that other day. A time that comes twice is the first of the two, and one
 * that is skipped the first instant after the gap; without a day between, it is the very instant. Neither before nor after what the
 * database can hold. RangeError for an unknown zone.
 */
export function daysLater(instant: Date, count: number, zone: string): Date {
  if (count === 0) return instant;
  if (instant.getTime() + (count + 1) * DAY > LAST_INSTANT) return new Date(LAST_INSTANT);
  if (instant.getTime() + (count - 1) * DAY < FIRST_INSTANT) return new Date(FIRST_INSTANT);
  const day = dayIn(instant, zone);
  if (endOfDay(day, zone).getTime() === instant.getTime()) return endOfDay(addDays(day, count), zone);
  const named = zoneNamed(zone);
  return atLocalTime(instant.getTime() + offsetAt(named, instant.getTime()) + count * DAY, named);
}

/**
 * The instant at which clocks in the zone show a time of the day, in minutes from midnight (0 to 1439), `days` after a day. A
 * time that comes twice is the first of the two, and one that is skipped the first instant after the gap. Never later than
 * the database can hold. RangeError for an unknown zone or day.
 */
export function atTimeOfDay(day: Day, days: number, minutes: number, zone: string): Date {
  return atLocalTime(utcMidnight(day).toMillis() + days * DAY + minutes * MINUTE, zoneNamed(zone));
}

/**
 * The instant at which clocks in the zone show a local time, `2030-03-04T14:00` or with seconds: the first of the two where it comes twice,
 * undefined where they skip it. RangeError for an unknown zone.
 */
export function instantAtLocal(local: string, zone: string): Date | undefined {
  const wall = DateTime.fromISO(local, { zone: 'utc' }).toMillis();
  const named = zoneNamed(zone);
  const instant = atLocalTime(wall, named);
  return instant.getTime() + offsetAt(named, instant.getTime()) === wall ? instant : undefined;
}

/** What clocks in the zone show at the instant, `2030-03-04T14:00:00`. RangeError for an unknown zone. */
export function localTimeIn(instant: Date, zone: string): string {
  return DateTime.fromJSDate(instant, { zone: zoneNamed(zone) }).toFormat("yyyy-MM-dd'T'HH:mm:ss");
}

/** When clocks in the zone show what clocks in UTC show at `wall`: the first time, or the first instant after the gap. */
function atLocalTime(wall: number, zone: IANAZone): Date {
  // No zone is more than a day away from UTC, and none changes its offset twice in two days.
  const [before, after] = [offsetAt(zone, wall - DAY), offsetAt(zone, wall + DAY)];
  const found = [wall - before, wall - after].filter((time) => time + offsetAt(zone, time) === wall);
  const time = found.length > 0 ? Math.min(...found) : changeOfOffset(zone, wall - after, wall - before);
  return new Date(Math.min(time, LAST_INSTANT));
}

/** The day `count` days later, or earlier when negative. Calendar days: time zones do not matter. */
export function addDays(day: Day, count: number): Day {
  const text = Number.isInteger(count) ? utcMidnight(day).plus({ days: count }).toISODate() : null;
  if (!isDay(text)) throw new RangeError(`The calendar has no day ${count} days from ${day}.`);
  return text;
}

const MILLISECONDS_A_DAY = 86_400_000;

/** How many days `to` lies after `from`: 0 for the same day, negative when before. */
export function daysBetween(from: Day, to: Day): number {
  // On the hot path, where this is much faster than luxon. A day alone is read as its midnight in UTC.
  return (Date.parse(to) - Date.parse(from)) / MILLISECONDS_A_DAY;
}

const CALENDARS = new Map<string, Intl.DateTimeFormat>();
/**
 * The seconds that each zone was asked about, and their days: requests that come at once ask about the present one, and
 * everybody's grades about the same due dates. A zone forgets all of them when it has too many.
 */
const KNOWN_DAYS = new Map<string, Map<number, Day>>();
const MOST_KNOWN_DAYS = 1000;

/** On the hot path, where this is much faster than luxon. The Swedish locale writes days as ISO 8601 does. */
function calendarOf(zone: string): Intl.DateTimeFormat {
  const known = CALENDARS.get(zone);
  if (known) return known;
  const calendar = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zoneNamed(zone).name,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  CALENDARS.set(zone, calendar);
  return calendar;
}

// luxon caches the zone. Only stored names come here, so there are few; isTimeZone checks names from requests, uncached.
function zoneNamed(name: string): IANAZone {
  const zone = IANAZone.create(name);
  if (!zone.isValid) throw new RangeError(`Unknown time zone: ${name}.`);
  return zone;
}

/** How far local time is ahead of UTC, in milliseconds. */
function offsetAt(zone: IANAZone, time: number): number {
  return zone.offset(time) * MINUTE;
}

/** The first instant with the offset that the zone has at `late`, which is another one than at `early`. */
function changeOfOffset(zone: IANAZone, early: number, late: number): number {
  const offset = offsetAt(zone, late);
  let [before, after] = [early, late];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(zone, middle) === offset) after = middle;
    else before = middle;
  }
  return after;
}

function utcMidnight(day: Day): DateTime {
  if (!isDay(day)) throw new RangeError(`Not a calendar day: ${String(day)}.`);
  return DateTime.fromISO(day, { zone: 'utc' });
}
