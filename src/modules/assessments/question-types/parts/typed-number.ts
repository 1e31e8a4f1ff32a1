import { MOST_CHARACTERS, readDecimal } from '../../../../shared/decimals/read-decimal';
import { Rational } from '../../../../shared/decimals/rational';
import { plainText } from './folded-text';

/** A number as somebody typed it, and what stood before or after it. */
export interface TypedNumber {
  number: Rational;
  /** As `unitForm` has it; undefined for a number alone. */
  unit: string | undefined;
  /** The unit stands before the number. */
  isBefore: boolean;
}

/** A sign, digits with marks between them, and perhaps a power of ten or a fraction. */
const SIGN = String.raw`[+-]?\s*`;
const MANTISSA = String.raw`(?:\d(?:[\d.,' ]*[\d.,])?|[.,]\d[\d ]*)`;
const POWER = String.raw`(?:\s*[eE]\s*([+-]?\d{1,3}))?`;
const NUMBER = String.raw`(${SIGN})(${MANTISSA})${POWER}`;
const UNIT = String.raw`[^\d/].*?`;
const WITH_UNIT_AFTER = new RegExp(String.raw`^${NUMBER}\s*(${UNIT})?$`, 'su');
const WITH_UNIT_BEFORE = new RegExp(String.raw`^([^\d\s.,+-][^\d]*?)\s*${NUMBER}$`, 'su');
const FRACTION = /^([+-]?)\s*(?:(\d{1,15})\s+)?(\d{1,15})\s*\/\s*(\d{1,15})\s*(\D.*)?$/su;
/** The signs of multiplication; the letter x of Cyrillic keyboards, too. */
const TIMES = '[x×хХ·⋅∙•*✕✖⨯]';
/** `×10^3`, `x10**3`, `· 10^3`. */
const TEN_TO_THE = new RegExp(
  String.raw`\s*${TIMES}\s*10\s*(?:\^|\*\*)\s*\(?\s*([+-]?)\s*(\d{1,3})\s*\)?`,
  'giu',
);
/** The same with raised digits: `×10³`. */
const TEN_RAISED = new RegExp(String.raw`\s*${TIMES}\s*10([⁺⁻]?[⁰¹²³⁴-⁹]{1,3})`, 'giu');
/** A power of ten alone: `10^3`, `-10³`. */
const TEN_ALONE = /^([+-]?\s*)10(?=\s*(?:\^|\*\*|[⁺⁻]?[⁰¹²³⁴-⁹]))/u;
/** The ring and the raised o that people type for degrees. */
const DEGREES = /[\u00ba\u02da\u1d52\u2218]/g;

/**
 * A unit begins with a letter, or with the sign of a currency, of degrees, minutes, seconds or percent. It has digits in
 * exponents only, which follow a letter: `m/s²`, `cm3`, `s^-1`. All else that stands beside a number makes another number of it:
 * `5 - 3`, `2³`, `5 or 7`, `√5`.
 */
const BEGINS_AS_UNIT = /^(?![ex×хХ]\s*[\d(+-])[\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{Sc}\p{So}%‰‱'"]/iu;
const DIGIT_OF_NO_EXPONENT = /(?<![\p{L})\]²³]\d*|[\p{L})\]](?:\^|\*\*)?\(?-?\d*)\d/u;
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** With groups of three digits, each after the same mark, or without marks. A group never begins with a lone zero. */
const readingWith = (decimal: '.' | ',', group: '.' | ','): RegExp =>
  new RegExp(String.raw`^(\d*|[1-9]\d{0,2}(?:([${group}' ])\d{3})(?:\2\d{3})*)(?:[${decimal}](\d*))?$`, 'u');
const POINT_READING = readingWith('.', ',');
const COMMA_READING = readingWith(',', '.');

/**
 * Reads a number as people type it: with any minus sign and any decimal digits, with groups of three digits divided by blanks,
 * apostrophes, commas or points, with a decimal comma, as `6.02 × 10^23`, as a fraction (`1/2`, `2 1/2`, `½`), and with a unit
 * before or after it. What could be a sum, a power or any other expression is not read. At most 64 characters; of a size from 1e-100 to 1e100, or 0.
 *
 * A single comma or point may divide groups or decimals. Where both readings are possible and differ, the language of the question
 * decides: `1,234` is 1234 in English and 1.234 in German. Without a language a comma is not read then, and a point is a decimal
 * point; where the language has a decimal comma, `1.234` is not read.
 *
 * @param language a BCP 47 tag; undefined where the question names none
 * @returns undefined for what cannot be read, or could mean two numbers
 */
export function readTypedNumber(typed: string | number, language?: string): TypedNumber | undefined {
  if (typeof typed === 'number') return withoutUnit(readDecimal(typed));
  const text = spelledOut(typed);
  if (text.length > MOST_CHARACTERS) return undefined;
  return readFraction(text) ?? readPlain(text, decimalMarkOf(language));
}

/** A unit as it is compared: in the form that it has beside a number that was read. */
export function unitForm(unit: string): string {
  return spelledOut(unit);
}

/** The text with plain digits, signs and exponents. */
function spelledOut(typed: string): string {
  if (typed.length > 2 * MOST_CHARACTERS) return typed;
  return plainText(typed.replace(DEGREES, '°'))
    .replace(/\u066b/g, '.')
    .replace(/\u066c/g, "'")
    .replace(/\u060c/g, ',')
    .replace(/\p{Nd}/gu, digitOf)
    .replace(TEN_ALONE, (_whole, sign: string) => `${sign}1×10`)
    .replace(TEN_RAISED, (_whole, power: string) => `e${lowered(power)}`)
    .replace(TEN_TO_THE, (_whole, sign: string, power: string) => `e${sign}${power}`)
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The decimal digits of each script are ten in a row, which begin at a code point that ends in 0 or 6. */
function digitOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const last = point % 16;
  const row = String.fromCodePoint(point - last);
  return String(/\p{Nd}/u.test(row) ? last : last - 6);
}

function lowered(power: string): string {
  return power.replace(/./gu, (character) =>
    character === '⁻' ? '-' : character === '⁺' ? '+' : String(RAISED.indexOf(character)),
  );
}

function readFraction(text: string): TypedNumber | undefined {
  const found = FRACTION.exec(text);
  if (!found) return undefined;
  const [, sign, whole, upper = '', lower = '', unit] = found;
  if (BigInt(lower) === 0n || !isUnit(unit)) return undefined;
  const part = Rational.fraction(BigInt(upper), BigInt(lower));
  // `1 234/5` could be 1234 fifths.
  if (whole !== undefined && (part.gte(1) || upper.length === 3)) return undefined;
  const size = part.plus(whole ?? 0);
  return { number: sign === '-' ? Rational.ZERO.minus(size) : size, unit: unitOf(unit), isBefore: false };
}

function readPlain(text: string, decimalMark: '.' | ',' | undefined): TypedNumber | undefined {
  const after = WITH_UNIT_AFTER.exec(text);
  const before = after ? null : WITH_UNIT_BEFORE.exec(text);
  const [sign, mantissa, power, unit] = after
    ? [after[1], after[2], after[3], after[4]]
    : before
      ? [before[2], before[3], before[4], before[1]]
      : [];
  if (mantissa === undefined || !isUnit(unit)) return undefined;
  const digits = readMantissa(mantissa.trim(), decimalMark);
  if (digits === undefined) return undefined;
  const number = readDecimal(`${sign?.trim() ?? ''}${digits}${power === undefined ? '' : `e${power}`}`);
  return number && { number, unit: unitOf(unit), isBefore: before !== null };
}

/** The digits with a point before the decimals. */
function readMantissa(mantissa: string, decimalMark: '.' | ',' | undefined): string | undefined {
  const byPoint = reading(POINT_READING.exec(mantissa));
  const byComma = reading(COMMA_READING.exec(mantissa));
  if (byPoint === undefined || byComma === undefined) return byPoint ?? byComma;
  if (byPoint === byComma) return byPoint;
  if (mantissa.includes(','))
    return decimalMark === undefined ? undefined : decimalMark === ',' ? byComma : byPoint;
  return decimalMark === ',' ? undefined : byPoint;
}

function reading(found: RegExpExecArray | null): string | undefined {
  if (!found) return undefined;
  const [, whole = '', , decimals] = found;
  const digits = whole.replace(/\D/g, '');
  if (digits === '' && (decimals ?? '') === '') return undefined;
  return `${digits === '' ? '0' : digits}${decimals === undefined ? '' : `.${decimals}`}`;
}

function withoutUnit(number: Rational | undefined): TypedNumber | undefined {
  return number && { number, unit: undefined, isBefore: false };
}

function isUnit(text: string | undefined): boolean {
  return text === undefined || (BEGINS_AS_UNIT.test(text) && !DIGIT_OF_NO_EXPONENT.test(text));
}

function unitOf(text: string | undefined): string | undefined {
  const unit = text?.trim();
  return unit === '' ? undefined : unit;
}

/** As Unicode CLDR has it; undefined where the language is not known or uses another mark. */
function decimalMarkOf(language: string | undefined): '.' | ',' | undefined {
  if (language === undefined) return undefined;
  const parts = new Intl.NumberFormat(language).formatToParts(1.5);
  const mark = parts.find(({ type }) => type === 'decimal')?.value;
  return mark === '.' || mark === ',' ? mark : undefined;
}
