import { DateTime, IANAZone } from 'luxon';

/** What every entry of a calendar has. */
interface CalendarEntry {
  /** The same in every file that tells of it. */
  uid: string;
  /** Counts its changes from 0: a program that has the entry replaces it by one with a higher number. */
  sequence: number;
  title: string;
  changedAt: Date;
}

/** An appointment: people are there at a time. */
export interface CalendarEvent extends CalendarEntry {
  startsAt: Date;
  endsAt: Date;
  /** IANA name: programs show the times of this zone, and keep them when its rules change. */
  timeZone: string;
  location: string | null;
  /** Of a page. */
  address: string | null;
  isCancelled: boolean;
}

/** Something to be done by an instant, or that begins or ends at one: nobody is busy. */
export interface CalendarMoment extends CalendarEntry {
  at: Date;
  /** As of an appointment. */
  timeZone: string;
}

/** A whole day, in whatever time zone the reader is. */
export interface CalendarDay extends CalendarEntry {
  /** `YYYY-MM-DD`. */
  day: string;
}

export type CalendarItem = CalendarEvent | CalendarMoment | CalendarDay;

/** What a calendar says of itself that is read again and again. */
export interface SubscribedCalendar {
  name: string;
  /** How often programs should ask for it, in hours. */
  refreshHours: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** In bytes, without the line end. */
const LONGEST_LINE = 75;

/**
 * An iCalendar file (RFC 5545), each entry in its time zone, whose changes of the clock around it the file tells as VTIMEZONE.
 * Own code: `ical-generator` 11.1 leaves out the Z of DTSTAMP where a calendar has a time zone, and adds properties of no
 * standard. The changes of the clock are those that this process reckons with, so that file and API never differ.
 */
export function iCalendar(items: readonly CalendarItem[], calendar?: SubscribedCalendar): string {
  const zones = Map.groupBy(
    items.filter((item) => 'timeZone' in item).filter(({ timeZone }) => timeZone !== 'UTC'),
    ({ timeZone }) => timeZone,
  );
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Stoa//Stoa//EN', 'METHOD:PUBLISH'],
    ...(calendar ? calendarLines(calendar) : []),
    ...[...zones].flatMap(([zone, inZone]) => zoneLines(zone, inZone.flatMap(instantsOf))),
    ...items.flatMap(itemLines),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** Name and period by RFC 7986, and once more as programs understood them before it. */
function calendarLines({ name, refreshHours }: SubscribedCalendar): string[] {
  return [
    ...[`NAME:${escaped(name)}`, `X-WR-CALNAME:${escaped(name)}`],
    `REFRESH-INTERVAL;VALUE=DURATION:PT${refreshHours}H`,
    `X-PUBLISHED-TTL:PT${refreshHours}H`,
  ];
}

function itemLines(item: CalendarItem): string[] {
  const { uid, sequence, title, changedAt } = item;
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${inUtc(changedAt)}`,
    `LAST-MODIFIED:${inUtc(changedAt)}`,
    ...timeLines(item),
    `SUMMARY:${escaped(title)}`,
    ...('isCancelled' in item ? placeLines(item) : ['TRANSP:TRANSPARENT']),
    'END:VEVENT',
  ];
}

/** What has no end is over when it begins; a day without an end is that day (3.6.1). */
function timeLines(item: CalendarItem): string[] {
  if ('day' in item) return [`DTSTART;VALUE=DATE:${item.day.replaceAll('-', '')}`];
  if ('at' in item) return [`DTSTART${inZone(item.at, item.timeZone)}`];
  const { startsAt, endsAt, timeZone } = item;
  return [`DTSTART${inZone(startsAt, timeZone)}`, `DTEND${inZone(endsAt, timeZone)}`];
}

function placeLines({ location, address, isCancelled }: CalendarEvent): string[] {
  return [
    ...(location === null ? [] : [`LOCATION:${escaped(location)}`]),
    // An address has no characters that would need escaping: it is kept as browsers write it.
    ...(address === null ? [] : [`URL:${address}`]),
    `STATUS:${isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
  ];
}

function instantsOf(item: CalendarEvent | CalendarMoment): Date[] {
  return 'at' in item ? [item.at] : [item.startsAt, item.endsAt];
}

/** What the clocks of a zone show from the day before the first of the instants to the day after the last. */
function zoneLines(zone: string, instants: readonly Date[]): string[] {
  const times = instants.map((instant) => instant.getTime());
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
