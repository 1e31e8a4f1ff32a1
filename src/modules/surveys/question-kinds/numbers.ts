import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { Rational } from '../../../shared/decimals/rational';
import type { QuestionFigures } from './question-kind';

/** Mean, least and greatest of decimals; the mean exactly, and rounded once. */
export function numberFigures(
  values: readonly string[],
): Pick<QuestionFigures, 'mean' | 'least' | 'greatest'> {
  if (values.length === 0) return { mean: null, least: null, greatest: null };
  const numbers = values.map((value) => ({ value, number: Rational.of(value) }));
  const [first, ...others] = numbers as [(typeof numbers)[number], ...typeof numbers];
  const least = others.reduce((one, other) => (other.number.lt(one.number) ? other : one), first);
  const greatest = others.reduce((one, other) => (other.number.gt(one.number) ? other : one), first);
  const mean = Rational.sum(values).over(values.length).toDecimal(2);
  return { mean, least: plainDecimal(least.value), greatest: plainDecimal(greatest.value) };
}
