/** How the API writes and takes decimal numbers: no exponent, no plus, no leading zeros. */
export const PLAIN_DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** A stored DECIMAL as the API writes it, without the zeros that fill its scale: `7.5000` becomes `7.5`. */
export function plainDecimal(stored: string): string {
  return stored.includes('.') ? stored.replace(/\.?0+$/, '') : stored;
}

/** As `plainDecimal`, for a column that may be NULL. */
export function nullablePlainDecimal(stored: string | null): string | null {
  return stored === null ? null : plainDecimal(stored);
}
