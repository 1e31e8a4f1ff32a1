import { Rational } from './rational';

const WRITTEN_DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;
export const MOST_CHARACTERS = 64;
const LARGEST = Rational.of('1e100');
const SMALLEST = Rational.of('1e-100');

/**
 * Reads a decimal number that a person or a program sent: plain (`-3.5`) or scientific (`6.02e23`), surrounding white
 * space is ignored, at most 64 characters, and either 0 or of a size from 1e-100 to 1e100, so that arithmetic with it
 * stays cheap. JSON numbers are read by their shortest written form. Undefined for everything else: NaN, Infinity,
 * hexadecimal, a decimal comma.
 */
export function readDecimal(value: unknown): Rational | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const written = String(value);
  if (written.length > MOST_CHARACTERS || !WRITTEN_DECIMAL.test(written.trim())) return undefined;
  const number = Rational.of(written.trim());
  const size = number.abs();
  return size.isZero() || (size.gte(SMALLEST) && size.lte(LARGEST)) ? number : undefined;
}
