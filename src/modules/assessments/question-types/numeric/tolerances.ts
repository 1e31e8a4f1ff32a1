import { Rational } from '../../../../shared/decimals/rational';
import type { Tolerance } from './numeric.dto';

export interface NumericAnswer {
  /** A decimal number as `readDecimal` takes it. */
  key: string;
  tolerance: Tolerance;
}

/** Nobody means a number that is larger: the largest that can be read is 1e100. */
const LARGEST_MEANT = Rational.of('1e90');

/** Whether a number is right, computed exactly; the bounds are included. */
export function isWithin(given: Rational, { key, tolerance }: NumericAnswer): boolean {
  const expected = Rational.of(key.trim());
  const value = Rational.of(tolerance.value.trim());
  switch (tolerance.type) {
    case 'absolute':
      return given.minus(expected).abs().lte(value);
    case 'relative':
      return given.minus(expected).abs().lte(expected.abs().times(value));
    case 'geometric': {
      // Of a number below zero, too: both are compared by their sizes, on the same side of zero.
      if (given.lt(0) !== expected.lt(0)) return false;
      const factor = value.plus(1);
      return given.abs().times(factor).gte(expected.abs()) && given.abs().lte(expected.abs().times(factor));
    }
    case 'significant_figures': {
      const figures = Number(tolerance.value);
      return roundedTo(figures, given).equals(roundedTo(figures, expected));
    }
  }
}

/** Whether every number that fits the one fits the other. Of significant figures, only where it is so for the next number as well. */
export function isInside(one: NumericAnswer, other: NumericAnswer): boolean {
  return extentOf(one).every((bound) => isWithin(bound, other));
}

/** The least and the greatest number that is right; of significant figures the ones at which another rounding begins. */
function extentOf({ key, tolerance }: NumericAnswer): [least: Rational, greatest: Rational] {
  const expected = Rational.of(key.trim());
  const value = Rational.of(tolerance.value.trim());
  const around = (distance: Rational): [Rational, Rational] => [
    expected.minus(distance),
    expected.plus(distance),
  ];
  switch (tolerance.type) {
    case 'absolute':
      return around(value);
    case 'relative':
      return around(expected.abs().times(value));
    case 'geometric':
      return [expected.times(value.plus(1)), expected.over(value.plus(1))];
    case 'significant_figures': {
      const figures = Number(tolerance.value);
      const rounded = roundedTo(figures, expected);
      const half = Rational.of(`5e${orderOf(rounded.abs()) - figures}`);
      return [rounded.minus(half), rounded.plus(half)];
    }
  }
}

/** Whether it compares sizes, so that 0 cannot be a key. */
export function isByFactor({ type }: Tolerance): boolean {
  return type === 'geometric' || type === 'significant_figures';
}

/** Whether no number that anybody means would be wrong. */
export function takesAllNumbers({ key, tolerance }: NumericAnswer): boolean {
  const expected = Rational.of(key.trim()).abs();
  const value = Rational.of(tolerance.value.trim());
  if (tolerance.type === 'absolute') return value.gte(LARGEST_MEANT.plus(expected));
  return tolerance.type === 'relative' && expected.times(value).gte(LARGEST_MEANT.plus(expected));
}

/** Rounded to so many significant figures, half away from zero. */
function roundedTo(figures: number, number: Rational): Rational {
  if (number.isZero()) return number;
  const size = number.abs();
  let unit = Rational.of(`1e${orderOf(size) - figures + 1}`);
  let whole = size.over(unit).plus('0.5').floor();
  // 9.96 to two figures is 10.
  if (String(whole).length > figures) {
    unit = unit.times(10);
    whole = size.over(unit).plus('0.5').floor();
  }
  const rounded = unit.times(String(whole));
  return number.lt(0) ? Rational.ZERO.minus(rounded) : rounded;
}

/** The power of ten of the first figure: 2 for 123, -1 for 0.5. */
function orderOf(size: Rational): number {
  const { numerator, denominator } = size;
  const guess = String(numerator).length - String(denominator).length;
  return size.gte(Rational.of(`1e${guess}`)) ? guess : guess - 1;
}
