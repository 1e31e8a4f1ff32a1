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

/** Why a value does not do. `rule` completes a sentence that starts with the column: "must be …". */
export class ValueProblem {
  constructor(
    readonly code: ValueProblemCode,
    readonly rule: string,
  ) {}
}

/** Reads one value, never the empty string. */
export type Format<T> = (value: string) => T | ValueProblem;

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;
/** An instant in UTC, `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export type Instant = string;
/** Either of them: a time of day is there if and only if there is a `T`. */
export type DayOrInstant = string;
/** An exact decimal number in plain notation, such as `-7.50`. */
export type DecimalText = string;

export const MISSING = new ValueProblem('required', 'is required');

/*
 * The data types of OneRoster 1.1 CSV Tables (https://www.imsglobal.org/oneroster-v11-final-csv-tables). Values are trimmed nowhere but in lists: a blank is
 * part of a field (RFC 4180), and an identifier that is trimmed on one side only would no longer match.
 */

export function text(maxLength: number = SHORT_TEXT): Format<string> {
  const tooLong = new ValueProblem('too_long', `must have at most ${maxLength} characters`);
  // Code points, as the store counts; a string has never fewer UTF-16 units than code points.
  return (value) => (value.length > maxLength && [...value].length > maxLength ? tooLong : value);
}

export const longText = text(LONG_TEXT);

/** GUID and GUID reference: any string of at most 255 characters, unique for its kind of record. */
export const guid = text(SHORT_TEXT);

/** Enumerations are spelled exactly as listed, in this letter case. */
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

/** `true` or `false`, and nothing else such as 1; in any letter case, since Excel saves them as TRUE and FALSE. */
export const boolean: Format<boolean> = (value) =>
  TRUTH.get(value) ?? TRUTH.get(value.toLowerCase()) ?? NOT_BOOLEAN;

const YEAR = /^[1-9]\d{3}$/;
const NOT_YEAR = new ValueProblem('invalid_date', 'must be a year written YYYY');

export const year: Format<string> = (value) => (YEAR.test(value) ? value : NOT_YEAR);

// Years below 1000 are outside what a DATE column takes.
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
 * dateTime: ISO 8601, in UTC by the specification. Other offsets are understood; a time without any is taken
 * as UTC. Fractions beyond milliseconds are cut off.
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
 * Where the specification says date but REST, and so many an exporter, says dateTime (lineItems: assignDate,
 * dueDate). What was a day stays a day: the course's time zone decides when it ends.
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

/** float: kept as the decimal number that was written, never turned into a binary fraction. */
export const decimal: Format<DecimalText> = (value) => {
  if (PLAIN_NUMBER.test(value) && value.length <= MAX_INTEGER_DIGITS) return value;
  if (!NUMBER.test(value)) return NOT_NUMBER;
  const number = readDecimal(value);
  const plain = number?.toDecimal(MAX_DECIMAL_PLACES);
  if (!number || plain === undefined || !number.equals(plain)) return OUT_OF_RANGE;
  return number.abs().lt(`1e${MAX_INTEGER_DIGITS}`) ? plain : OUT_OF_RANGE;
};

/** Lists: values between commas, in a quoted field. */
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

/** One export often carries one time stamp on all of its rows. */
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
