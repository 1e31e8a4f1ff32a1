import type { Rational } from '../../../../shared/decimals/rational';
import { readTypedNumber, unitForm } from './typed-number';

/** What a question says of the units of its answer. */
export interface TypedUnits {
  /** A BCP 47 tag. */
  language?: string | undefined;
  units?: readonly { unit: string; factor: string }[] | undefined;
}

/** A number, and the unit that was typed with it. */
export interface NumberInUnits {
  number: Rational;
  /** What was typed as a unit; undefined for a number alone. */
  text: string | undefined;
  /** The number in the unit of the key; undefined without a unit of the question. */
  scaled: Rational | undefined;
}

/**
 * Reads a number with one of the units of a question. After the number a unit may be one that the question does not name; what
 * stands before it (`minus 5`, `about 5`) may not.
 *
 * @returns undefined for what cannot be read
 */
export function readInUnits(
  typed: string | number,
  { language, units }: TypedUnits,
): NumberInUnits | undefined {
  const read = readTypedNumber(typed, language);
  if (!read) return undefined;
  const { number, unit: text, isBefore } = read;
  const unit = text === undefined ? undefined : units?.find((each) => unitForm(each.unit) === text);
  if (isBefore && units && !unit) return undefined;
  return { number, text, scaled: unit && number.times(unit.factor.trim()) };
}

/** Whether anybody could type the unit so that it is told from the number. */
export function isReadableUnit(unit: string): boolean {
  const form = unitForm(unit);
  return [`5 ${unit}`, `${unit} 5`].some((typed) => readTypedNumber(typed)?.unit === form);
}
