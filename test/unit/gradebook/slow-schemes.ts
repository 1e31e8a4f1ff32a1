/**
 * What grade a scheme gives, the slow and plain way: whole numbers over one denominator, and a look at every grade that could be given.
 * Imports nothing from `src`.
 */

/** Numerator and denominator, which is above 0. */
export type Fraction = readonly [upper: bigint, lower: bigint];

const SCALE = 10_000n;

/** A decimal with at most 4 places in ten-thousandths. */
export function scaled(decimal: string): bigint {
  const [, sign, whole, places = ''] = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(decimal)!;
  return BigInt(`${sign}${whole}${places.padEnd(4, '0')}`);
}

const order = ([a, b]: Fraction, [c, d]: Fraction): number => {
  const difference = a * d - c * b;
  return difference < 0n ? -1 : Number(difference > 0n);
};
const distance = ([a, b]: Fraction, [c, d]: Fraction): Fraction => {
  const upper = a * d - c * b;
  return [upper < 0n ? -upper : upper, b * d];
};

/** The first row from below whose upper neighbor is not reached. */
export function slowRow(
  share: Fraction,
  rows: readonly { name: string; from: string; includesFrom?: boolean }[],
): string {
  const percent: Fraction = [share[0] * 100n, share[1]];
  let name = rows.at(-1)!.name;
  for (const row of rows.toReversed()) {
    const compared = order(percent, [scaled(row.from), SCALE]);
    if (compared > 0 || (compared === 0 && (row.includesFrom ?? true))) ({ name } = row);
  }
  return name;
}

/** Of the multiples of 1/10^places, the nearest; of two that are as near, the greater. Shares are not negative. */
export function slowRounded([upper, lower]: Fraction, places: number): string {
  const unit = 10n ** BigInt(places);
  let best = 0n;
  // Near enough to look at each.
  const guess = (upper * unit) / lower;
  for (const candidate of [guess - 1n, guess, guess + 1n, guess + 2n])
    if (order(distance([candidate, unit], [upper, lower]), distance([best, unit], [upper, lower])) <= 0)
      best = candidate;
  const digits = String(best).padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Where the line through the points is, and then the multiple of the step that the rounding chooses among all. In ten-thousandths. */
export function slowOnLine(
  share: Fraction,
  points: readonly { percent: string; grade: string }[],
  step: string,
  rounding: 'nearest' | 'better' | 'worse',
): bigint {
  const percent: Fraction = [share[0] * 100n, share[1]];
  const exact = lineAt(percent, points);
  const grades = points.map(({ grade }) => scaled(grade));
  const isHighBest = grades.at(-1)! > grades[0]!;
  const [least, most] = [grades.reduce((a, b) => (a < b ? a : b)), grades.reduce((a, b) => (a > b ? a : b))];
  const by = scaled(step);
  const candidates: bigint[] = [];
  for (let at = (least / by) * by - 2n * by; at <= most + 2n * by; at += by) candidates.push(at);
  // The better ones first.
  if (isHighBest) candidates.reverse();
  const isAsGood = (grade: bigint): boolean => order([grade, SCALE], exact) * (isHighBest ? 1 : -1) >= 0;
  if (rounding === 'worse')
    return candidates.find((grade) => !isAsGood(grade) || order([grade, SCALE], exact) === 0)!;
  if (rounding === 'better') return candidates.findLast(isAsGood)!;
  let best = candidates[0]!;
  for (const grade of candidates)
    if (order(distance([grade, SCALE], exact), distance([best, SCALE], exact)) < 0) best = grade;
  return best;
}

function lineAt(percent: Fraction, points: readonly { percent: string; grade: string }[]): Fraction {
  const corners = points.map(({ percent: at, grade }) => ({ at: scaled(at), grade: scaled(grade) }));
  const next = corners.findIndex(({ at }) => order([at, SCALE], percent) > 0);
  if (next <= 0) return [(next === 0 ? corners[0]! : corners.at(-1)!).grade, SCALE];
  const [from, to] = [corners[next - 1]!, corners[next]!];
  const width = to.at - from.at;
  // from.grade + (to.grade − from.grade) · (percent − from.at) / width, over one denominator.
  const [upper, lower] = percent;
  return [
    from.grade * width * lower + (to.grade - from.grade) * (upper * SCALE - from.at * lower),
    SCALE * width * lower,
  ];
}
