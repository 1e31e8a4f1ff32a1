import {
  ALL,
  type Fraction,
  fraction,
  isAbove,
  isEqual,
  minus,
  NOTHING,
  over,
  plus,
  size,
  times,
} from './fraction';

/* Typed answers, slowly. Nothing here is from `src`. */

export interface SlowTolerance {
  type: 'absolute' | 'relative' | 'geometric' | 'significant_figures';
  value: string;
}
export interface SlowUnit {
  unit: string;
  factor: string;
}
export interface SlowNumber {
  key: string;
  tolerance: SlowTolerance;
  alternatives?: { key: string; tolerance: SlowTolerance; share: string }[];
  units?: SlowUnit[];
  unitPenalty?: string;
  acceptedTexts?: string[];
}

export function isWithinSlowly(given: Fraction, key: Fraction, { type, value }: SlowTolerance): boolean {
  const most = fraction(value);
  if (type === 'absolute') return !isAbove(size(minus(given, key)), most);
  if (type === 'relative') return !isAbove(size(minus(given, key)), times(size(key), most));
  if (type === 'geometric') {
    if (given[0] < 0n !== key[0] < 0n) return false;
    const factor = plus(ALL, most);
    const [lowest, highest] = [over(size(key), factor), times(size(key), factor)];
    return !isAbove(lowest, size(given)) && !isAbove(size(given), highest);
  }
  return isEqual(rounded(given, Number(value)), rounded(key, Number(value)));
}

/** To so many significant figures, half away from zero, by moving the point until as many digits stand before it. */
function rounded(value: Fraction, figures: number): Fraction {
  if (value[0] === 0n) return NOTHING;
  const [ten, most, least]: Fraction[] = [
    [10n, 1n],
    [10n ** BigInt(figures), 1n],
    [10n ** BigInt(figures - 1), 1n],
  ] as [Fraction, Fraction, Fraction];
  let [moved, unit] = [size(value), ALL];
  while (!isAbove(most, moved)) [moved, unit] = [over(moved, ten), times(unit, ten)];
  while (isAbove(least, moved)) [moved, unit] = [times(moved, ten), over(unit, ten)];
  const whole = (2n * moved[0] + moved[1]) / (2n * moved[1]);
  return times([value[0] < 0n ? -whole : whole, 1n], unit);
}

/** @param given a plain decimal and, perhaps, a unit after a blank; null for what is no number */
export function numberEarns(
  { key, tolerance, alternatives = [], units, unitPenalty = '1' }: SlowNumber,
  given: { number: string; unit?: string | undefined } | null,
): Fraction {
  if (given === null) return NOTHING;
  const number = fraction(given.number);
  const unit = units?.find((each) => each.unit === given.unit);
  for (const answer of [{ key, tolerance, share: '1' }, ...alternatives]) {
    const [wanted, share] = [fraction(answer.key), fraction(answer.share)];
    if (unit && isWithinSlowly(times(number, fraction(unit.factor)), wanted, answer.tolerance)) return share;
    if (isWithinSlowly(number, wanted, answer.tolerance))
      return units ? times(share, minus(ALL, fraction(unitPenalty))) : share;
  }
  return NOTHING;
}

export interface SlowText {
  accepted: string[];
  alternatives?: { text: string; share: string }[];
  caseSensitive: boolean;
  wildcards?: boolean;
  ignoreAccents?: boolean;
  ignoreFinalPunctuation?: boolean;
}

/** Of the letters and signs of `random-questions.ts` only. */
function folded(text: string, definition: SlowText): string {
  let said = text.normalize('NFC').replaceAll('`', "'");
  if (!definition.caseSensitive) said = said.toLowerCase().replaceAll('ß', 'ss');
  if (definition.ignoreAccents) said = said.replaceAll('é', 'e').replaceAll('É', 'E');
  if (definition.ignoreFinalPunctuation) while (/[\s.!?,;:]$/.test(said)) said = said.slice(0, -1);
  return said.split(/\s+/).filter(Boolean).join(' ');
}

export function textEarns(definition: SlowText, response: string): Fraction {
  const given = folded(response, definition);
  const fits = (text: string): boolean => {
    if (!definition.wildcards) return folded(text, definition) === given;
    const stars = text.replaceAll('\\*', '\u0001').replaceAll('*', '\u0002').replaceAll('\u0001', '*');
    const pattern = [...folded(stars, definition)]
      .map((sign) => (sign === '\u0002' ? '[^]*' : sign.replace(/[$()*+./?[\\\]^{|}]/, '\\$&')))
      .join('');
    return new RegExp(`^${pattern}$`, 'u').test(given);
  };
  if (definition.accepted.some(fits)) return ALL;
  return fraction(definition.alternatives?.find(({ text }) => fits(text))?.share ?? '0');
}
