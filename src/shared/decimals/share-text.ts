import { Rational } from './rational';
import { readDecimal } from './read-decimal';

const FRACTION = /^\s*([+-]?)(\d{1,9})\s*\/\s*(\d{1,9})\s*$/;

/** Undefined for what is no share. */
export function readShare(text: unknown): Rational | undefined {
  if (typeof text !== 'string') return undefined;
  const found = FRACTION.exec(text);
  if (!found) return readDecimal(text);
  const [, sign, upper = '', lower = ''] = found;
  if (BigInt(lower) === 0n) return undefined;
  return Rational.fraction(BigInt(`${sign === '-' ? '-' : ''}${upper}`), BigInt(lower));
}

/** Of a share that has been checked. */
export function shareOf(text: string | undefined): Rational {
  return readShare(text) ?? Rational.ZERO;
}

/** A share as exact text that `readShare` reads; of what no short fraction says, 18 decimals. */
export function shareText(share: Rational): string {
  const { numerator, denominator } = share;
  if (denominator === 1n) return String(numerator);
  const fraction = `${numerator}/${denominator}`;
  return FRACTION.test(fraction) ? fraction : share.toDecimal(18);
}
