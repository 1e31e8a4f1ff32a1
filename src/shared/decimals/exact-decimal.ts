import { Decimal } from 'decimal.js';

/**
 * Decimals that do not round by accident: 400 significant digits, half-up (away from zero). Sums, differences
 * and products of the numbers Stoa deals in stay far below that, so they are exact; quotients and roots are
 * right to 400 digits and are rounded once, on the way out, by `rounded`.
 */
export const ExactDecimal = Decimal.clone({ precision: 400, rounding: Decimal.ROUND_HALF_UP });
export type ExactDecimal = InstanceType<typeof ExactDecimal>;

const WRITTEN_DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const MOST_CHARACTERS = 64;
const LARGEST = new ExactDecimal('1e100');
const SMALLEST = new ExactDecimal('1e-100');

/**
 * Reads a decimal number that a person or a program sent: plain (`-3.5`) or scientific (`6.02e23`), white space
 * around it ignored, at most 64 characters, and either 0 or of a size from 1e-100 to 1e100. The bounds keep the
 * sum and the product of any two such numbers within the digits of `ExactDecimal`. JSON numbers are read by
 * their shortest written form. Undefined for everything else: NaN, Infinity, hexadecimal, a decimal comma.
 */
export function readDecimal(value: unknown): ExactDecimal | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const written = String(value);
  if (written.length > MOST_CHARACTERS || !WRITTEN_DECIMAL.test(written.trim())) return undefined;
  const number = new ExactDecimal(written.trim());
  const size = number.abs();
  return size.isZero() || (size.gte(SMALLEST) && size.lte(LARGEST)) ? number : undefined;
}

/** The number in plain notation, rounded half-up to at most `places` decimals, without trailing zeros: `7.5`. */
export function rounded(number: ExactDecimal, places: number): string {
  const result = number.toDecimalPlaces(places);
  // decimal.js keeps the sign of a zero; a grade of "-0" would puzzle people.
  return result.isZero() ? '0' : result.toFixed();
}
