/** An exact fraction, the lower number above 0. Nothing here is from `src`: it is what grading is compared with. */
export type Fraction = readonly [upper: bigint, lower: bigint];

export const NOTHING: Fraction = [0n, 1n];
export const ALL: Fraction = [1n, 1n];

export function lowest([upper, lower]: Fraction): Fraction {
  let [one, other] = [upper < 0n ? -upper : upper, lower];
  while (other !== 0n) [one, other] = [other, one % other];
  return one === 0n ? NOTHING : [upper / one, lower / one];
}

export const part = (upper: number, lower: number): Fraction => lowest([BigInt(upper), BigInt(lower)]);
export const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => lowest([a * d + c * b, b * d]);
export const minus = (one: Fraction, [c, d]: Fraction): Fraction => plus(one, [-c, d]);
export const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => lowest([a * c, b * d]);
export const over = ([a, b]: Fraction, [c, d]: Fraction): Fraction =>
  c < 0n ? lowest([-a * d, -b * c]) : lowest([a * d, b * c]);
export const isAbove = ([a, b]: Fraction, [c, d]: Fraction): boolean => a * d > c * b;
export const isEqual = (one: Fraction, other: Fraction): boolean =>
  !isAbove(one, other) && !isAbove(other, one);
export const size = ([upper, lower]: Fraction): Fraction => [upper < 0n ? -upper : upper, lower];
export const larger = (one: Fraction, other: Fraction): Fraction => (isAbove(one, other) ? one : other);
export const within = (share: Fraction): Fraction =>
  isAbove(NOTHING, share) ? NOTHING : isAbove(share, ALL) ? ALL : share;
export const sum = (all: readonly Fraction[]): Fraction => all.reduce(plus, NOTHING);

/** `-1.25`, `6e3` or `1/3`. */
export function fraction(written: string): Fraction {
  const [upper = '', lower] = written.trim().split('/');
  if (lower !== undefined) return over(fraction(upper), fraction(lower));
  const [mantissa = '', exponent = '0'] = upper.toLowerCase().split('e');
  const [whole = '', decimals = ''] = mantissa.split('.');
  const power = Number(exponent) - decimals.length;
  const digits = BigInt(`${whole}${decimals}`);
  return power >= 0 ? [digits * 10n ** BigInt(power), 1n] : lowest([digits, 10n ** BigInt(-power)]);
}

/** In plain notation, of a fraction whose lower number divides a power of ten up to 10^30. */
export function written(value: Fraction): string {
  const [upper, lower] = size(value);
  let places = 0;
  while ((upper * 10n ** BigInt(places)) % lower !== 0n) places += 1;
  const digits = String((upper * 10n ** BigInt(places)) / lower).padStart(places + 1, '0');
  const plain = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return `${value[0] < 0n ? '-' : ''}${plain}`;
}
