import { DateTime, IANAZone } from 'luxon';

/** A calendar day without a time zone, `YYYY-MM-DD`, years 0001 to 9999. */
export type Day = string;

/** The last instant that the database can hold. */
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
  const latest = LATEST.get(zone);
  if (latest?.second === second) return latest.day;
  const day = calendarOf(zone).format(instant).padStart(10, '0');
  LATEST.set(zone, { second, day });
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

/** The day `count` days later, or earlier when negative. Calendar days: time zones do not matter. */
export function addDays(day: Day, count: number): Day {
  const text = Number.isInteger(count) ? utcMidnight(day).plus({ days: count }).toISODate() : null;
  if (!isDay(text)) throw new RangeError(`The calendar has no day ${count} days from ${day}.`);
  return text;
}

/** How many days `to` lies after `from`: 0 for the same day, negative when before. */
export function daysBetween(from: Day, to: Day): number {
  return utcMidnight(to).diff(utcMidnight(from), 'days').days;
}

const CALENDARS = new Map<string, Intl.DateTimeFormat>();
/** The second that each zone was asked about last: requests that come at once all ask about the present one. */
const LATEST = new Map<string, { second: number; day: Day }>();

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

function utcMidnight(day: Day): DateTime {
  if (!isDay(day)) throw new RangeError(`Not a calendar day: ${String(day)}.`);
  return DateTime.fromISO(day, { zone: 'utc' });
}
