import type { FieldError } from '../../../../shared/errors/domain-error';
import { Rational } from '../../../../shared/decimals/rational';
import { readDecimal } from '../../../../shared/decimals/read-decimal';
import { NUMBER_AS_TEXT } from '../parts/definition-rules';
import { feedbackToAll } from '../parts/answer-feedback';
import { typedNumber } from '../parts/response-shapes';
import { acceptedTextFaults, acceptingText, acceptsUnread } from './accepted-texts';
import { shareOf } from '../../../../shared/decimals/share-text';
import { unitForm } from '../parts/typed-number';
import { isReadableUnit, readInUnits } from '../parts/units';
import { questionType } from '../question-type';
import { MOST_FIGURES, NumericDefinition, NumericView, type Tolerance } from './numeric.dto';
import { sentences } from './numeric.sentences';
import { isByFactor, isInside, isWithin, takesAllNumbers } from './tolerances';

export const numeric = questionType({
  name: 'numeric',
  Definition: NumericDefinition,
  keyFields: [
    ...['key', 'tolerance', 'alternatives', 'units', 'unitPenalty', 'acceptedTexts'],
    ...['keyFeedback', 'otherFeedback'],
  ],
  definitionFaults,
  View: NumericView,
  viewOf: ({ type, language, units }) => ({
    type,
    ...(units && { needsUnit: true }),
    ...(language && { language }),
  }),
  response: typedNumber,
  grade: (definition, response) => answerOf(definition, response)?.share ?? Rational.ZERO,
  feedbackTo: (definition, response) => {
    const found = answerOf(definition, response);
    return feedbackToAll(found ? found.feedback : definition.otherFeedback);
  },
  accepting,
  acceptsUnread: (definition, response) => acceptsUnread(definition, response),
  hiddenAnswers: ({ key, tolerance, alternatives = [] }) => {
    const answers = [{ key, tolerance }, ...alternatives];
    return alternatives.flatMap((answer, index) =>
      answers.slice(0, index + 1).some((before) => isInside(answer, before))
        ? [`alternatives[${index}]`]
        : [],
    );
  },
  guessShare: () => Rational.ZERO,
  summary: (_definition, response) => String(response),
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

/**
 * The first answer that the number fits, by its unit or as it stands; of that, what is left after the penalty where the unit is
 * missing, not known, or not the one that makes it fit. Undefined where it fits none.
 */
function answerOf(
  definition: NumericDefinition,
  response: string | number,
): { share: Rational; feedback: string | undefined } | undefined {
  const { key, tolerance, keyFeedback, alternatives = [], units, unitPenalty = '1' } = definition;
  const typed = readInUnits(response, definition);
  if (!typed) return undefined;
  const { scaled } = typed;
  for (const answer of [{ key, tolerance, share: '1', feedback: keyFeedback }, ...alternatives]) {
    const [share, { feedback }] = [shareOf(answer.share), answer];
    if (scaled && isWithin(scaled, answer)) return { share, feedback };
    if (isWithin(typed.number, answer)) {
      const left = units ? Rational.ONE.minus(shareOf(unitPenalty)) : Rational.ONE;
      return { share: share.times(left), feedback };
    }
  }
  return undefined;
}

/** What the response says as a number, in the unit of the key, before all other alternatives. */
function accepting(definition: NumericDefinition, response: string | number): NumericDefinition {
  const { alternatives = [] } = definition;
  const typed = readInUnits(response, definition);
  if (!typed || typedNumber.faultsOf(response, definition, '').length > 0)
    return acceptingText(definition, response);
  const accepted = { ...exactAnswer(typed.scaled ?? typed.number), share: '1' };
  return { ...definition, alternatives: [accepted, ...alternatives] };
}

/** What takes this very number; where no short decimal is the number, such as a third, what agrees with it in all figures. */
function exactAnswer(number: Rational): { key: string; tolerance: Tolerance } {
  const written = number.toDecimal(MOST_FIGURES);
  if (number.equals(written) && readDecimal(written))
    return { key: written, tolerance: { type: 'absolute', value: '0' } };
  const approximate = Number(number.numerator) / Number(number.denominator);
  const last = Number(approximate.toExponential().split('e')[1]) - MOST_FIGURES + 1;
  return {
    key: `${number.over(`1e${last}`).toDecimal(0)}e${last}`,
    tolerance: { type: 'significant_figures', value: String(MOST_FIGURES) },
  };
}

function definitionFaults(
  { key, tolerance, alternatives, units, unitPenalty, acceptedTexts }: NumericDefinition,
  at: string,
): FieldError[] {
  const faults = answerFaults(at, { key, tolerance });
  for (const [index, alternative] of (alternatives ?? []).entries())
    faults.push(...answerFaults(`${at}.alternatives[${index}]`, alternative));
  const known = new Set<string>();
  for (const [index, { unit }] of (units ?? []).entries()) {
    const field = `${at}.units[${index}].unit`;
    if (!isReadableUnit(unit))
      faults.push({ field, rule: 'isUnit', message: sentences.unitNotReadable({ field, unit }) });
    if (known.has(unitForm(unit)))
      faults.push({ field, rule: 'unique', message: sentences.unitTwice({ field, unit }) });
    known.add(unitForm(unit));
  }
  faults.push(...acceptedTextFaults(acceptedTexts ?? [], `${at}.acceptedTexts`));
  if (unitPenalty !== undefined && !units) {
    const field = `${at}.unitPenalty`;
    faults.push({ field, rule: 'needsUnits', message: sentences.penaltyWithoutUnits({ field }) });
  }
  return faults;
}

function answerFaults(at: string, answer: { key: string; tolerance: Tolerance }): FieldError[] {
  const { key, tolerance } = answer;
  if (isByFactor(tolerance) && Rational.of(key.trim()).isZero()) {
    const field = `${at}.key`;
    return [{ field, rule: 'isNotZero', message: sentences.zeroHasNoFigures({ field }) }];
  }
  const field = `${at}.tolerance.value`;
  if (tolerance.type === 'significant_figures' && !isFigures(tolerance.value))
    return [{ field, rule: 'isFigures', message: sentences.figures({ field, most: MOST_FIGURES }) }];
  if (!takesAllNumbers(answer)) return [];
  return [{ field, rule: 'takesAllNumbers', message: sentences.takesAllNumbers({ field }) }];
}

function isFigures(value: string): boolean {
  const figures = /^\d{1,2}$/.test(value) ? Number(value) : 0;
  return figures >= 1 && figures <= MOST_FIGURES;
}
