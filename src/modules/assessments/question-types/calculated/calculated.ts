import type { FieldError } from '../../../../shared/errors/domain-error';
import { Rational } from '../../../../shared/decimals/rational';
import { acceptingText, acceptsUnread } from '../numeric/accepted-texts';
import { numeric } from '../numeric/numeric';
import type { NumericDefinition } from '../numeric/numeric.dto';
import { isByFactor, takesAllNumbers } from '../numeric/tolerances';
import { NUMBER_AS_TEXT } from '../parts/definition-rules';
import { typedNumber } from '../parts/response-shapes';
import { questionType } from '../question-type';
import { type AnswerRoundingRule, CalculatedDefinition, CalculatedView } from './calculated.dto';
import { sentences } from './calculated.sentences';
import {
  type Formula,
  type FormulaFault,
  FUNCTION_NAMES,
  isFormula,
  LONGEST_FORMULA,
  readFormula,
} from './formula';
import { drawValues, valuesFaults } from './parameters';

/** A draw for which the formula has no result is drawn again, up to so many times. */
const MOST_DRAWS = 200;
/** So many draws are tried when a question is written; at least half of them must have a result. */
const TRIED_DRAWS = 100;

type Values = Readonly<Record<string, string>>;

export const calculated = questionType({
  name: 'calculated',
  Definition: CalculatedDefinition,
  keyFields: [
    ...['formula', 'rounding', 'tolerance', 'units', 'unitPenalty', 'acceptedTexts'],
    ...['keyFeedback', 'otherFeedback'],
  ],
  definitionFaults,
  View: CalculatedView,
  viewOf: ({ type, language, units, values }) => ({
    type,
    ...(units && { needsUnit: true }),
    ...(language && { language }),
    ...(values && { values }),
  }),
  draw: (definition, seed) => {
    for (let draw = 0; ; draw += 1) {
      const values = drawValues(definition.parameters, `${seed}:${draw}`);
      if (draw === MOST_DRAWS || asNumeric(definition, values)) return values;
    }
  },
  withDrawn: (definition, values) => ({ ...definition, values }),
  response: typedNumber,
  grade: (definition, response) => {
    const asked = asNumeric(definition, valuesIn(definition));
    return asked ? numeric.grade(asked, response) : Rational.ZERO;
  },
  feedbackTo: (definition, response) => {
    const asked = asNumeric(definition, valuesIn(definition));
    return asked ? (numeric.feedbackTo?.(asked, response) ?? []) : [];
  },
  // A number is right for some values and wrong for others; whoever wants another one corrects the formula.
  accepting: (definition, response) =>
    typedNumber.faultsOf(response, definition, '').length > 0
      ? acceptingText(definition, response)
      : definition,
  acceptsUnread: (definition, response) => acceptsUnread(definition, response),
  guessShare: () => Rational.ZERO,
  summary: (_definition, response) => String(response),
  keySchema: {
    anyOf: [NUMBER_AS_TEXT, { type: 'null' }],
    description: 'For the numbers of this attempt, rounded; null where the formula has no result for them.',
  },
  keyOf: (definition) => asNumeric(definition, valuesIn(definition))?.key ?? null,
  example: {
    summary: 'Other numbers in each attempt',
    prompt: 'A rectangle is {a} cm long and {b} cm wide. How long is its diagonal, in cm? Give two decimals.',
    points: '2',
    definition: {
      parameters: [
        { name: 'a', min: '5', max: '12', decimals: 1, spread: 'even' },
        { name: 'b', min: '2', max: '4.5', decimals: 1, spread: 'even' },
      ],
      formula: 'sqrt(a^2 + b^2)',
      rounding: { to: 'decimals', places: 2 },
      tolerance: { type: 'absolute', value: '0.01' },
    },
    feedback: 'By Pythagoras, the square over the diagonal is the sum of the squares over both sides.',
    response: '9.96',
  },
});

/** The values of an attempt. Without any, as in an example, those of a seed that is always the same. */
function valuesIn({ values, parameters }: CalculatedDefinition): Values {
  return values ?? drawValues(parameters, 'unasked');
}

/**
 * What the question asks for these values: a number, of which the rounded one is the key and the exact one is right, too. Undefined
 * where the formula has no result that could be typed, or one that the tolerance does not fit.
 */
function asNumeric(definition: CalculatedDefinition, values: Values): NumericDefinition | undefined {
  const { parameters, formula, rounding, tolerance, units, unitPenalty, language } = definition;
  const { keyFeedback, otherFeedback } = definition;
  const read = readFormula(formula, new Set(parameters.map(({ name }) => name)));
  const result = isFormula(read) ? resultOf(read, values) : undefined;
  if (result === undefined) return undefined;
  const key = rounded(result, rounding);
  const exact = { key: String(result), tolerance, share: '1', ...(keyFeedback && { feedback: keyFeedback }) };
  if (isByFactor(tolerance) && (result === 0 || Rational.of(key).isZero())) return undefined;
  if (takesAllNumbers({ key, tolerance })) return undefined;
  return {
    ...{ type: 'numeric', key, tolerance, alternatives: [exact], units, unitPenalty, language },
    ...{ keyFeedback, otherFeedback },
  };
}

/** Undefined for a result that is no number, or of a size that nobody could type. */
function resultOf(formula: Formula, values: Values): number | undefined {
  const numbers = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
  const result = formula(numbers);
  const size = Math.abs(result);
  return result === 0 || (size >= 1e-100 && size <= 1e100) ? result : undefined;
}

/** As text. Significant figures are in exponent form below a hundredth and from 100,000 on. */
function rounded(result: number, { to, places }: AnswerRoundingRule): string {
  if (to === 'decimals') return Rational.of(String(result)).toFixed(places);
  const [mantissa = '', exponent = ''] = result.toExponential(places - 1).split('e');
  const order = Number(exponent);
  if (order < -2 || order > 4) return `${mantissa}e${order}`;
  return Rational.of(`${mantissa}e${order}`).toFixed(Math.max(0, places - 1 - order));
}

function definitionFaults(definition: CalculatedDefinition, at: string): FieldError[] {
  const { parameters, formula, rounding, ...others } = definition;
  const faults = [
    ...valuesFaults(parameters, `${at}.parameters`),
    ...(numeric.definitionFaults?.({ ...others, type: 'numeric', key: '1' }, at) ?? []),
  ];
  if (rounding.to === 'significant_figures' && rounding.places === 0) {
    const field = `${at}.rounding.places`;
    faults.push({ field, rule: 'min', message: sentences.figureNeeded({ field }) });
  }
  const field = `${at}.formula`;
  const read = readFormula(formula, new Set(parameters.map(({ name }) => name)));
  if (!isFormula(read)) return [...faults, formulaFault(read, field)];
  return faults.length > 0 ? faults : resultFaults(definition, field);
}

/** A formula that has a result for few values only would be drawn in vain. */
function resultFaults(definition: CalculatedDefinition, field: string): FieldError[] {
  const draws = Array.from({ length: TRIED_DRAWS }, (_, index) =>
    drawValues(definition.parameters, `try ${index}`),
  );
  const without = draws.filter((values) => asNumeric(definition, values) === undefined);
  const [first] = without;
  if (first === undefined || without.length * 2 <= TRIED_DRAWS) return [];
  const values = Object.entries(first)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
  return [{ field, rule: 'hasResult', message: sentences.noResult({ field, values }) }];
}

function formulaFault({ rule, what }: FormulaFault, field: string): FieldError {
  switch (rule) {
    case 'isFormula':
      return { field, rule, message: sentences.notReadable({ field, place: what }) };
    case 'isKnown':
      return { field, rule, message: sentences.unknownName({ field, name: what }) };
    case 'isFunction': {
      const names = FUNCTION_NAMES.join(', ');
      return { field, rule, message: sentences.unknownFunction({ field, name: what, names }) };
    }
    case 'hasArguments':
      return { field, rule, message: sentences.wrongArguments({ field, name: what }) };
    case 'isSimple':
      return { field, rule, message: sentences.tooLarge({ field, most: LONGEST_FORMULA }) };
  }
}
