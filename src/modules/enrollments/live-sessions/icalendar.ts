import { DateTime, IANAZone } from 'luxon';

/** An appointment of a calendar. */
export interface CalendarEvent {
  /** The same in every file that tells of it. */
  uid: string;
  /** Counts its changes from 0: a program that has the appointment replaces it by one with a higher number. */
  sequence: number;
  startsAt: Date;
  endsAt: Date;
  /** IANA name: programs show the times of this zone, and keep them when its rules change. */
  timeZone: string;
  title: string;
  location: string | null;
  /** Of a page. */
  address: string | null;
  isCancelled: boolean;
  changedAt: Date;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** In bytes, without the line end. */
const LONGEST_LINE = 75;

/**
 * An iCalendar file (RFC 5545) of appointments, each in its time zone, whose changes of the clock around it the file tells as VTIMEZONE.
 * Own code: `ical-generator` 11.1 leaves out the Z of DTSTAMP where a calendar has a time zone, and adds properties of no
 * standard. The changes of the clock are those that this process reckons with, so that file and API never differ.
 */
export function iCalendar(events: readonly CalendarEvent[]): string {
  const zones = Map.groupBy(
    events.filter(({ timeZone }) => timeZone !== 'UTC'),
    ({ timeZone }) => timeZone,
  );
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Stoa//Stoa//EN', 'METHOD:PUBLISH'],
    ...[...zones].flatMap(([zone, inZone]) => zoneLines(zone, inZone)),
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines(event: CalendarEvent): string[] {
  const { uid, sequence, startsAt, endsAt, timeZone, title, location, address, isCancelled, changedAt } =
    event;
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${inUtc(changedAt)}`,
    `LAST-MODIFIED:${inUtc(changedAt)}`,
    `DTSTART${inZone(startsAt, timeZone)}`,
    `DTEND${inZone(endsAt, timeZone)}`,
    `SUMMARY:${escaped(title)}`,
    ...(location === null ? [] : [`LOCATION:${escaped(location)}`]),
    // An address has no characters that would need escaping: it is kept as browsers write it.
    ...(address === null ? [] : [`URL:${address}`]),
    `STATUS:${isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
  ];
}

/** What the clocks of a zone show from the day before the first of the appointments to the day after the last. */
function zoneLines(zone: string, events: readonly CalendarEvent[]): string[] {
  const times = events.flatMap(({ startsAt, endsAt }) => [startsAt.getTime(), endsAt.getTime()]);
  const [from, to] = [Math.min(...times) - DAY, Math.max(...times) + DAY];
  const named = IANAZone.create(zone);
  const first = named.offset(from);
  const lines = ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...observance('STANDARD', from, first, first)];
  let before = first;
  // Clocks are not changed twice within a day.
  for (let time = from; time <= to; time += DAY) {
    const offset = named.offset(time + DAY);
    if (offset === before) continue;
    const onset = changeBetween(named, time, time + DAY);
    lines.push(...observance(offset > before ? 'DAYLIGHT' : 'STANDARD', onset, before, offset));
    before = offset;
  }
  return [...lines, 'END:VTIMEZONE'];
}

/** From the instant on, clocks show `to` minutes more than UTC, and `from` before it. */
function observance(name: 'STANDARD' | 'DAYLIGHT', onset: number, from: number, to: number): string[] {
  return [
    `BEGIN:${name}`,
    `DTSTART:${DateTime.fromMillis(onset + from * MINUTE, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss")}`,
    `TZOFFSETFROM:${offsetText(from)}`,
    `TZOFFSETTO:${offsetText(to)}`,
    `END:${name}`,
  ];
}

/** The first instant with the later of two offsets. */
function changeBetween(zone: IANAZone, early: number, late: number): number {
  const offset = zone.offset(late);
  let [before, after] = [early, late];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zone.offset(middle) === offset) after = middle;
    else before = middle;
  }
  return after;
}

function offsetText(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}${String(rest).padStart(2, '0')}`;
}

function inUtc(instant: Date): string {
  return DateTime.fromJSDate(instant, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss'Z'");
}

function inZone(instant: Date, zone: string): string {
  const local = DateTime.fromJSDate(instant, { zone });
  // A local time that comes twice means the first of both (3.3.5), so the second can be said in UTC alone.
  const isSecond = local.getPossibleOffsets().some((other) => other.toMillis() < instant.getTime());
  if (zone === 'UTC' || isSecond) return `:${inUtc(instant)}`;
  return `;TZID=${zone}:${local.toFormat("yyyyMMdd'T'HHmmss")}`;
}

function escaped(text: string): string {
  return text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}

/** Long lines go on in the next, which begins with a blank; no character is divided. */
function folded(line: string): string {
  const lines: string[] = [];
  let current = '';
  let bytes = 0;
  for (const character of line) {
    const length = Buffer.byteLength(character);
    if (bytes + length > LONGEST_LINE) {
      lines.push(current);
      [current, bytes] = [' ', 1];
    }
    current += character;
    bytes += length;
  }
  return [...lines, current].join('\r\n');
}
