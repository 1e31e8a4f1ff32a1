import Fraction from 'fraction.js';
import { plainDecimal } from './plain-decimal';

type BigFraction = InstanceType<typeof Fraction>;

/** What a `Rational` can be made of: a whole number, or a decimal as text (`-7.5`, `6.02e23`). */
export type RationalInput = Rational | number | string;

/** Where a number halfway between two goes: away from zero, or to the neighbor whose last digit is even. */
export type Rounding = 'half-up' | 'half-even';

const DECIMAL = /^([+-]?)(\d+\.?\d*|\.\d+)(?:e([+-]?\d{1,3}))?$/i;
/** A safe integer holds any number of this many digits. */
const SAFE_DIGITS = 15;
const [MINUS, POINT, ZERO, NINE] = ['-', '.', '0', '9'].map((character) => character.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
];
const POWERS_OF_TEN = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;

/**
 * An exact number: the quotient of two whole numbers. Sums, differences, products and quotients lose nothing; a number
 * is rounded once, where it becomes text (`toDecimal`, `toFixed`, `toPercent`, `toSquareRoot`).
 *
 * While both whole numbers are safe integers they are kept as such, and not reduced: a page of the gradebook adds up
 * thousands of scores. Where a result would not be safe, fraction.js goes on with BigInt.
 */
export class Rational {
  static readonly ZERO = new Rational(0, 1);
  static readonly ONE = new Rational(1, 1);

  /**
   * Two safe integers, the lower one above 0. Where `big` is given it is the value, and both others are NaN, so that
   * whatever is computed from them is not safe either.
   */
  private constructor(
    private readonly upper: number,
    private readonly lower: number,
    private readonly big?: BigFraction,
  ) {}

  /** RangeError for text that is no decimal, and for a number that is no safe integer. */
  static of(value: RationalInput): Rational {
    if (typeof value === 'string') return ofText(value);
    if (typeof value !== 'number') return value;
    if (!Number.isSafeInteger(value)) throw new RangeError(`Not a safe integer: ${value}.`);
    return new Rational(value, 1);
  }

  /** `numerator / denominator`. RangeError for a denominator of 0. */
  static fraction(numerator: bigint, denominator: bigint): Rational {
    if (denominator === 0n) throw new RangeError('Cannot divide by 0.');
    return Rational.ofBig(new Fraction(numerator, denominator));
  }

  /** What `toFraction` wrote. */
  static ofFraction(text: string): Rational {
    const slash = text.indexOf('/');
    if (slash < 0) return Rational.of(text);
    const [upper, lower] = [text.slice(0, slash), text.slice(slash + 1)];
    return Rational.ofSafe(Number(upper), Number(lower)) ?? Rational.fraction(BigInt(upper), BigInt(lower));
  }

  /** Undefined unless both are safe integers. The lower one must not be 0. */
  static ofSafe(upper: number, lower: number): Rational | undefined {
    if (!Number.isSafeInteger(upper) || !Number.isSafeInteger(lower)) return undefined;
    return lower < 0 ? new Rational(-upper, -lower) : new Rational(upper, lower);
  }

  static sum(values: Iterable<RationalInput>): Rational {
    let total = Rational.ZERO;
    for (const value of values) total = total.plus(value);
    return total;
  }

  /** In lowest terms. Has the sign. */
  get numerator(): bigint {
    const { s, n } = this.toBig();
    return s * n;
  }

  /** In lowest terms, above 0. */
  get denominator(): bigint {
    return this.toBig().d;
  }

  plus(value: RationalInput): Rational {
    const other = Rational.of(value);
    const [own, others] = factorsToCommon(this.lower, other.lower);
    return (
      Rational.ofSafe(this.upper * own + other.upper * others, this.lower * own) ??
      Rational.ofBig(this.toBig().add(other.toBig()))
    );
  }

  minus(value: RationalInput): Rational {
    const other = Rational.of(value);
    const [own, others] = factorsToCommon(this.lower, other.lower);
    return (
      Rational.ofSafe(this.upper * own - other.upper * others, this.lower * own) ??
      Rational.ofBig(this.toBig().sub(other.toBig()))
    );
  }

  times(value: RationalInput): Rational {
    const other = Rational.of(value);
    return (
      Rational.ofSafe(this.upper * other.upper, this.lower * other.lower) ??
      Rational.ofBig(this.toBig().mul(other.toBig()))
    );
  }

  /** RangeError for a divisor of 0. */
  over(value: RationalInput): Rational {
    const other = Rational.of(value);
    if (other.upper === 0) throw new RangeError('Cannot divide by 0.');
    const [own, others] = factorsToCommon(this.lower, other.lower);
    return (
      Rational.ofSafe(this.upper * own, other.upper * others) ??
      Rational.ofBig(this.toBig().div(other.toBig()))
    );
  }

  abs(): Rational {
    return this.lt(0) ? Rational.ZERO.minus(this) : this;
  }

  /** Below 0, 0 or above 0, as this is less than, equal to or greater than the other. */
  compare(value: RationalInput): number {
    const other = Rational.of(value);
    const [own, others] = factorsToCommon(this.lower, other.lower);
    const [left, right] = [this.upper * own, other.upper * others];
    return Number.isSafeInteger(left) && Number.isSafeInteger(right)
      ? left - right
      : this.toBig().compare(other.toBig());
  }

  equals(value: RationalInput): boolean {
    return this.compare(value) === 0;
  }

  lt(value: RationalInput): boolean {
    return this.compare(value) < 0;
  }

  lte(value: RationalInput): boolean {
    return this.compare(value) <= 0;
  }

  gt(value: RationalInput): boolean {
    return this.compare(value) > 0;
  }

  gte(value: RationalInput): boolean {
    return this.compare(value) >= 0;
  }

  isZero(): boolean {
    return this.upper === 0;
  }

  /** The greatest whole number that is not above this. */
  floor(): bigint {
    const { numerator, denominator } = this;
    const quotient = numerator / denominator;
    return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
  }

  /** In plain notation with at most `places` decimals, without zeros at the end: `7.5`. Never `-0`. */
  toDecimal(places: number, rounding: Rounding = 'half-up'): string {
    return plainDecimal(this.toFixed(places, rounding));
  }

  /** In plain notation with exactly `places` decimals: `7.50`. Never `-0.00`. */
  toFixed(places: number, rounding: Rounding = 'half-up'): string {
    const scaled = this.upper * (POWERS_OF_TEN[places] ?? NaN);
    return Number.isSafeInteger(scaled)
      ? withPoint(roundedQuotient(scaled, this.lower, rounding), places)
      : withPoint(roundedBigQuotient(this.toBig(), places, rounding), places);
  }

  /** A share in percent: `0.875` is `87.5`. As `toDecimal`. */
  toPercent(places: number, rounding: Rounding = 'half-up'): string {
    return this.times(100).toDecimal(places, rounding);
  }

  /** The exact value in lowest terms: `7/8`, or `3`. */
  toFraction(): string {
    if (this.big) return fractionText(this.numerator, this.denominator);
    const divisor = Math.abs(greatestCommonDivisor(this.upper, this.lower));
    return fractionText(this.upper / divisor || 0, this.lower / divisor);
  }

  /** The square root as `toDecimal` would write it, half up. RangeError below 0. */
  toSquareRoot(places: number): string {
    const { s, n, d } = this.toBig();
    if (s < 0n && n > 0n) throw new RangeError('A number below 0 has no square root.');
    // Twice the root, rounded down, and then halved and rounded up: ⌊(⌊2·√x·10ᵖ⌋ + 1) / 2⌋.
    const doubled = wholeRoot((4n * n * 10n ** BigInt(2 * places)) / d);
    return plainDecimal(withPoint(String((doubled + 1n) / 2n), places));
  }

  private toBig(): BigFraction {
    return this.big ?? new Fraction(BigInt(this.upper), BigInt(this.lower));
  }

  private static ofBig(big: BigFraction): Rational {
    return Rational.ofSafe(Number(big.s * big.n), Number(big.d)) ?? new Rational(NaN, NaN, big);
  }
}

/** Character by character, which takes half the time of a regular expression: a gradebook has thousands of scores. */
function ofText(text: string): Rational {
  const isNegative = text.charCodeAt(0) === MINUS;
  let number = 0;
  let digits = 0;
  let decimals = -1;
  for (let at = isNegative ? 1 : 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      number = number * 10 + (code - ZERO);
      digits += 1;
      if (decimals >= 0) decimals += 1;
    } else if (code === POINT && decimals < 0) decimals = 0;
    else return ofLongText(text);
  }
  if (digits === 0 || digits > SAFE_DIGITS) return ofLongText(text);
  const lower = POWERS_OF_TEN[Math.max(decimals, 0)] ?? NaN;
  return Rational.ofSafe(isNegative ? -number : number, lower) ?? ofLongText(text);
}

function ofLongText(text: string): Rational {
  const [, sign = '', digits = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (digits === '') throw new RangeError(`Not a decimal: ${text}.`);
  const [whole = '', decimals = ''] = digits.split('.');
  const shift = Number(exponent) - decimals.length;
  const number = BigInt(whole + decimals) * (sign === '-' ? -1n : 1n);
  const scale = 10n ** BigInt(Math.abs(shift));
  return shift < 0 ? Rational.fraction(number, scale) : Rational.fraction(number * scale, 1n);
}

/** What the two denominators have to be multiplied with to become their least common multiple. NaN stays NaN. */
function factorsToCommon(one: number, other: number): [one: number, other: number] {
  if (one === other) return [1, 1];
  if (other % one === 0) return [other / one, 1];
  if (one % other === 0) return [1, one / other];
  const divisor = greatestCommonDivisor(one, other);
  return [other / divisor, one / divisor];
}

function greatestCommonDivisor(one: number, other: number): number {
  while (other !== 0 && !Number.isNaN(other)) [one, other] = [other, one % other];
  return one;
}

/** Of safe integers, the divisor above 0. */
function roundedQuotient(dividend: number, divisor: number, rounding: Rounding): string {
  const size = Math.abs(dividend);
  const rest = size % divisor;
  const quotient = (size - rest) / divisor;
  const isUp = 2 * rest > divisor || (2 * rest === divisor && (rounding === 'half-up' || quotient % 2 === 1));
  const digits = String(isUp ? quotient + 1 : quotient);
  return dividend < 0 && digits !== '0' ? `-${digits}` : digits;
}

function roundedBigQuotient({ s, n, d }: BigFraction, places: number, rounding: Rounding): string {
  const size = n * 10n ** BigInt(places);
  const [quotient, twice] = [size / d, 2n * (size % d)];
  const isUp = twice > d || (twice === d && (rounding === 'half-up' || quotient % 2n === 1n));
  const digits = String(isUp ? quotient + 1n : quotient);
  return s < 0n && digits !== '0' ? `-${digits}` : digits;
}

/** The digits of a number of units of the last place, with the decimal point set. */
function withPoint(units: string, places: number): string {
  if (places === 0) return units;
  const sign = units.startsWith('-') ? '-' : '';
  const digits = units.slice(sign.length).padStart(places + 1, '0');
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function fractionText(upper: bigint | number, lower: bigint | number): string {
  return String(lower) === '1' ? String(upper) : `${upper}/${lower}`;
}

/** ⌊√n⌋ by Newton's method, from above. */
function wholeRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
