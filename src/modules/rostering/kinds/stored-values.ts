import { Rational } from '../../../shared/decimals/rational';

const PLACES = 4;
const WHOLE_NUMBER = /^-?[1-9]\d{0,7}$/;

/** A decimal as a DECIMAL(12,4) column returns it: with 4 places, rounded half away from zero. */
export function storedDecimal(written: string): string {
  // A shortcut: most scores are whole numbers, and there are very many of them.
  if (WHOLE_NUMBER.test(written)) return `${written}.0000`;
  return Rational.of(written).toFixed(PLACES);
}

/** The text of a file, or the stored one if they differ only in blanks around it, which no file keeps. */
export function sameText(written: string | null, stored: string | null | undefined): string | null {
  return stored !== undefined && (stored?.trim() || null) === written ? stored : written;
}
