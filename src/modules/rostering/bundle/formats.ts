import { readDecimal } from '../../../shared/decimals/read-decimal';
import { LONG_TEXT, MAX_DECIMAL_PLACES, MAX_INTEGER_DIGITS, SHORT_TEXT } from './limits';

export type ValueProblemCode =
  | 'required'
  | 'too_long'
  | 'invalid_value'
  | 'invalid_date'
  | 'invalid_date_time'
  | 'invalid_number'
  | 'out_of_range';

/** Why a value is invalid. `rule` completes a sentence that starts with the column: "must be …". */
export class ValueProblem {
  constructor(
    readonly code: ValueProblemCode,
    readonly rule: string,
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

export const MISSING = new ValueProblem('required', 'is required');

/*
 * The data types of OneRoster 1.1 CSV Tables (https://www.imsglobal.org/oneroster-v11-final-csv-tables). Only values in lists are trimmed: a space is
 * part of a field (RFC 4180), and an identifier that is trimmed in one file only would no longer match.
 */

export function text(maxLength: number = SHORT_TEXT): Format<string> {
  const tooLong = new ValueProblem('too_long', `must have at most ${maxLength} characters`);
  // The database counts code points. A string never has fewer UTF-16 units than code points.
  return (value) => (value.length > maxLength && [...value].length > maxLength ? tooLong : value);
}

export const longText = text(LONG_TEXT);

/** GUID and GUID reference: a string of at most 255 characters, unique among the records of a kind. */
export const guid = text(SHORT_TEXT);

/** One of the values, with exactly this letter case. */
export function oneOf<T extends string>(permitted: readonly T[]): Format<T> {
  const values = new Map<string, T>(permitted.map((value) => [value, value]));
  const unknown = new ValueProblem('invalid_value', `must be one of ${permitted.join(', ')}`);
  return (value) => values.get(value) ?? unknown;
}

const TRUTH = new Map([
  ['true', true],
  ['false', false],
]);
const NOT_BOOLEAN = new ValueProblem('invalid_value', 'must be true or false');

/** `true` or `false`, in any letter case, since Excel saves them as TRUE and FALSE. */
export const boolean: Format<boolean> = (value) =>
  TRUTH.get(value) ?? TRUTH.get(value.toLowerCase()) ?? NOT_BOOLEAN;

const YEAR = /^[1-9]\d{3}$/;
const NOT_YEAR = new ValueProblem('invalid_date', 'must be a year written YYYY');

export const year: Format<string> = (value) => (YEAR.test(value) ? value : NOT_YEAR);

// A DATE column cannot store years below 1000.
const DAY = /^([1-9]\d{3})-(\d{2})-(\d{2})$/;
const NOT_DAY = new ValueProblem('invalid_date', 'must be a calendar day written YYYY-MM-DD');

/** date: a day of the calendar, ISO 8601. */
export const day: Format<Day> = (value) => (isCalendarDay(value) ? value : NOT_DAY);

function isCalendarDay(value: string): boolean {
  const parts = DAY.exec(value);
  return (
    parts !== null && Number(parts[3]) >= 1 && Number(parts[3]) <= daysIn(Number(parts[1]), Number(parts[2]))
  );
}

function daysIn(yearNumber: number, month: number): number {
  if (month === 2)
    return yearNumber % 4 === 0 && (yearNumber % 100 !== 0 || yearNumber % 400 === 0) ? 29 : 28;
  if (month < 1 || month > 12) return 0;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const DATE_TIME =
  /^(.{10})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/;
const NOT_DATE_TIME = new ValueProblem(
  'invalid_date_time',
  'must be a date and time written YYYY-MM-DDTHH:mm:ss.sssZ',
);

/**
 * dateTime: ISO 8601. The specification requires UTC; other offsets are accepted, and a time without an offset is read
 * as UTC. Digits after milliseconds are ignored.
 */
export const dateTime: Format<Instant> = lastRemembered((value) => {
  const parts = DATE_TIME.exec(value);
  if (!parts || !isCalendarDay(parts[1] ?? '')) return NOT_DATE_TIME;
  const [, date, hour, minute, second = '00', fraction = '', zone = 'Z'] = parts;
  const offset = zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  return new Date(`${date}T${hour}:${minute}:${second}.${milliseconds}${offset}`).toISOString();
});

/**
 * A day or an instant, for assignDate and dueDate of line items. The CSV specification says date, but the REST one, and
 * so many exporters, say dateTime. A day stays a day, because the time zone of the course decides when it ends.
 */
export const dayOrInstant: Format<DayOrInstant> = (value) =>
  value.includes('T') ? dateTime(value) : day(value);

const PLAIN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?$/;
const NOT_NUMBER = new ValueProblem('invalid_number', 'must be a decimal number such as 7.5');
const OUT_OF_RANGE = new ValueProblem(
  'out_of_range',
  `must have at most ${MAX_INTEGER_DIGITS} digits before and ${MAX_DECIMAL_PLACES} after the decimal point`,
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
