import { Rational } from '../../../../shared/decimals/rational';
import { readDecimal } from '../../../../shared/decimals/read-decimal';
import { NUMBER_AS_TEXT } from '../parts/definition-rules';
import { decimalNumber } from '../parts/response-shapes';
import { questionType } from '../question-type';
import { NumericDefinition, NumericView } from './numeric.dto';

export const numeric = questionType({
  name: 'numeric',
  Definition: NumericDefinition,
  keyFields: ['key', 'tolerance'],
  View: NumericView,
  viewOf: ({ type }) => ({ type }),
  response: decimalNumber,
  grade: (definition, response) => (isCloseEnough(definition, response) ? Rational.ONE : Rational.ZERO),
  keySchema: NUMBER_AS_TEXT,
  keyOf: ({ key }) => key,
  example: {
    summary: 'A number, with a tolerance',
    prompt: 'What is the sample standard deviation of 2, 4, 4, 4, 5, 5, 7, 9? Give two decimals.',
    points: '2.5',
    definition: { key: '2.14', tolerance: { type: 'absolute', value: '0.01' } },
    feedback: 'The squared deviations add up to 32; divide by n − 1 = 7 and take the root.',
    response: '2.14',
  },
});

/** |response − key| ≤ tolerance, computed exactly. */
function isCloseEnough({ key, tolerance }: NumericDefinition, response: string | number): boolean {
  const given = readDecimal(response);
  const expected = Rational.of(key.trim());
  const value = Rational.of(tolerance.value.trim());
  const allowed = tolerance.type === 'relative' ? expected.abs().times(value) : value;
  return given !== undefined && given.minus(expected).abs().lte(allowed);
}
