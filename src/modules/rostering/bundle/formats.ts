import { readDecimal } from '../../../shared/decimals/read-decimal';
import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from '../rostering.sentences';
import { canonicalTimeZone } from '../../../shared/time/zoned-time';
import { plainForm } from '../../../shared/text/search-form';
import { LONG_TEXT, MAX_DECIMAL_PLACES, MAX_INTEGER_DIGITS, SHORT_TEXT } from './limits';

export type ValueProblemCode =
  | 'required'
  | 'too_long'
  | 'invalid_value'
  | 'invalid_date'
  | 'invalid_date_time'
  | 'invalid_number'
  | 'out_of_range';

/** Why a value is invalid. */
export class ValueProblem {
  constructor(
    readonly code: ValueProblemCode,
    /** For people: the rule, by the name of the column that breaks it. */
    readonly messageFor: (names: { column: string }) => Sentence,
  ) {}
}

/** Reads one value. It is never called with the empty string. */
export type Format<T> = (value: string) => T | ValueProblem;

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;
/** An instant in UTC, `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export type Instant = string;
/** A day or an instant; only an instant contains a `T`. */
export type DayOrInstant = string;
/** An exact decimal number in plain notation, such as `-7.50`. */
export type DecimalText = string;

export const MISSING = new ValueProblem('required', sentences.valueRequired);

/*
 * The data types of OneRoster CSV, read as real
 * exports and spreadsheets write them. Blanks around a value are removed before it gets here. What has two meanings, such
 * as the day 1/05/2025, is refused.
 */

export function text(maxLength: number = SHORT_TEXT): Format<string> {
  const tooLong = new ValueProblem('too_long', ({ column }) =>
    sentences.textTooLong({ column, most: maxLength }),
  );
  // The database counts code points. A string never has fewer UTF-16 units than code points.
  return (value) => (value.length > maxLength && [...value].length > maxLength ? tooLong : value);
}

export const longText = text(LONG_TEXT);

const shortText = text(SHORT_TEXT);

/** A username or an email address, in the form in which accounts have them: two that look alike are one. */
export const plainText: Format<string> = (value) => shortText(plainForm(value));

/** GUID and GUID reference: a string of at most 255 characters, unique among the records of a kind. */
export const guid = text(SHORT_TEXT);

/** A word without letter case, blanks, hyphens and underscores: `To Be Deleted` is `tobedeleted`. */
export function plainWord(word: string): string {
  return word.replace(/[\s_-]+/g, '').toLowerCase();
}

/** One of the values, in any letter case and with or without blanks between its words. */
export function oneOf<T extends string>(permitted: readonly T[]): Format<T> {
  const values = new Map<string, T>(
    permitted.flatMap((value) => [
      [plainWord(value), value],
      [value, value],
    ]),
  );
  const unknown = new ValueProblem('invalid_value', ({ column }) =>
    sentences.notOneOf({ column, values: permitted.join(', ') }),
  );
  return (value) => values.get(value) ?? values.get(plainWord(value)) ?? unknown;
}

/** An IANA time zone; null for what is none. */
export const timeZone: Format<string | null> = (value) => canonicalTimeZone(value) ?? null;

/** An instant; null for what is none. */
export const instant: Format<Instant | null> = (value) => readMoment(value)?.instant ?? null;

const TRUTH = new Map(
  Object.entries({ true: true, t: true, yes: true, y: true, 1: true }).concat(
    Object.entries({ false: false, f: false, no: false, n: false, 0: false }),
  ),
);
const NOT_BOOLEAN = new ValueProblem('invalid_value', sentences.notBoolean);

/** `true` or `false`, in any letter case; also `1`, `yes`, `y`, `t` and their opposites. */
export const boolean: Format<boolean> = (value) =>
  TRUTH.get(value) ?? TRUTH.get(value.toLowerCase()) ?? NOT_BOOLEAN;

const YEAR = /^(?:[1-9]\d{3}[-/])?([1-9]\d{3})$/;
const NOT_YEAR = new ValueProblem('invalid_date', sentences.notYear);

/** The year in which a school year ends: the second one of `2025-2026`. */
export const year: Format<string> = (value) => YEAR.exec(value)?.[1] ?? NOT_YEAR;

// A DATE column cannot store years below 1000.
const DATE = /^([1-9]\d{3})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|(\d{2})(\d{2}))(?:[T ] *(.+))?$/i;
const TIME =
  /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)? ?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/i;

interface Moment {
  day: Day;
  /** Null for a day without a time. */
  instant: Instant | null;
}

/**
 * The one reader of days and times: ISO 8601, also with slashes, without hyphens, or with a blank before the time. The
 * specification requires UTC; other offsets are accepted, and a time without an offset is read as UTC. Digits after
 * milliseconds are ignored. The day is the one that is written, whatever the offset.
 */
function readMoment(value: string): Moment | undefined {
  const [, yyyy = '', m1, d1, m2, d2, m3, d3, rest] = DATE.exec(value) ?? [];
  const month = Number(m1 ?? m2 ?? m3);
  const dayOfMonth = Number(d1 ?? d2 ?? d3);
  if (!(dayOfMonth >= 1 && dayOfMonth <= daysIn(Number(yyyy), month))) return undefined;
  const day = `${yyyy}-${padded(month)}-${padded(dayOfMonth)}`;
  if (rest === undefined) return { day, instant: null };
  const time = TIME.exec(rest);
  if (!time) return undefined;
  const [, hour = '', minute = '', second = '00', fraction = '', zone = 'Z'] = time;
  const offset = zone.length === 1 ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const clock = `${padded(Number(hour))}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  return { day, instant: new Date(`${day}T${clock}${offset}`).toISOString() };
}

function padded(number: number): string {
  return String(number).padStart(2, '0');
}

function daysIn(yearNumber: number, month: number): number {
  if (month === 2)
    return yearNumber % 4 === 0 && (yearNumber % 100 !== 0 || yearNumber % 400 === 0) ? 29 : 28;
  if (!(month >= 1 && month <= 12)) return 0;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const NOT_DAY = new ValueProblem('invalid_date', sentences.notDay);
const NOT_MOMENT = new ValueProblem('invalid_date_time', sentences.notDayOrInstant);

/** date: a day of the calendar. Of a date with a time, the day that is written. */
export const day: Format<Day> = lastRemembered((value) => readMoment(value)?.day ?? NOT_DAY);

/**
 * A day or an instant, for assignDate and dueDate of line items. The CSV specification says date, but the REST one, and
 * so many exporters, say dateTime. A day stays a day, because the time zone of the course decides when it ends.
 */
export const dayOrInstant: Format<DayOrInstant> = lastRemembered((value) => {
  const moment = readMoment(value);
  return moment ? (moment.instant ?? moment.day) : value.includes(':') ? NOT_MOMENT : NOT_DAY;
});

const PLAIN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?$/;
const NOT_NUMBER = new ValueProblem('invalid_number', sentences.notNumber);
const OUT_OF_RANGE = new ValueProblem('out_of_range', ({ column }) =>
  sentences.tooManyDigits({ column, before: MAX_INTEGER_DIGITS, after: MAX_DECIMAL_PLACES }),
);

/** float: kept as the decimal number in the file, never converted to a binary fraction. */
export const decimal: Format<DecimalText> = (value) => {
  if (PLAIN_NUMBER.test(value) && value.length <= MAX_INTEGER_DIGITS) return value;
  if (!NUMBER.test(value)) return NOT_NUMBER;
  const number = readDecimal(value);
  const plain = number?.toDecimal(MAX_DECIMAL_PLACES);
  if (!number || plain === undefined || !number.equals(plain)) return OUT_OF_RANGE;
  return number.abs().lt(`1e${MAX_INTEGER_DIGITS}`) ? plain : OUT_OF_RANGE;
};

/** Lists: values separated by commas in a quoted field. */
export function listOf(format: Format<string>): Format<string[]> {
  return (value) => {
    const items = value.split(',').map((item) => item.trim());
    const present = items.filter((item) => item !== '');
    for (const item of present) {
      const read = format(item);
      if (read instanceof ValueProblem) return read;
    }
    return present;
  };
}

/** Remembers the last value: often all rows of an export have the same time stamp. */
function lastRemembered<T>(format: Format<T>): Format<T> {
  let lastValue: string | null = null;
  let lastResult: T | ValueProblem = MISSING;
  return (value) => {
    if (value !== lastValue) {
      lastResult = format(value);
      lastValue = value;
    }
    return lastResult;
  };
}
