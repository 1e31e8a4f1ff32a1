import { Rational } from '../../../../shared/decimals/rational';
import type { FieldError } from '../../../../shared/errors/domain-error';
import {
  type ChoiceOption,
  keyFaults,
  optionFaults,
  shownOptions,
  textsOf,
} from '../parts/choice-option.dto';
import { feedbackToOptions, optionFeedbackFaults } from '../parts/answer-feedback';
import { inOrder } from '../parts/item-order';
import { onePlace } from '../parts/offered-choices';
import { anyOptions } from '../parts/response-shapes';
import { shareOf } from '../../../../shared/decimals/share-text';
import { sharesFaults } from '../parts/shares';
import { questionType } from '../question-type';
import { MultipleChoiceDefinition, MultipleChoiceView } from './multiple-choice.dto';
import { sentences } from './multiple-choice.sentences';

export const multipleChoice = questionType({
  name: 'multiple_choice',
  Definition: MultipleChoiceDefinition,
  keyFields: ['key', 'weights', 'optionFeedback'],
  definitionFaults,
  View: MultipleChoiceView,
  viewOf: ({ type, options, scoring, exclusive }, order) => ({
    type,
    options: inOrder(shownOptions(options), order),
    scoring,
    ...(exclusive !== undefined && { exclusive }),
  }),
  itemsOf: ({ options }) => options,
  response: { ...anyOptions, faultsOf: responseFaults },
  grade,
  rightParts: ({ key }, chosen) => {
    const rest = chosen.filter((id) => key.includes(id));
    return { right: rest.length, of: key.length, rest };
  },
  isComplete: (_definition, chosen) => chosen.length > 0,
  guessShare: () => null,
  feedbackTo: ({ options, optionFeedback }, chosen) => feedbackToOptions(options, optionFeedback, chosen),
  choices: {
    places: ({ options, key }) =>
      onePlace(options.map(({ id, text }) => ({ id, text, isRight: key.includes(id) }))),
    chosenAt: (chosen) => chosen,
  },
  summary: ({ options }, chosen) => textsOf(options, chosen),
  keySchema: {
    type: 'array',
    items: { type: 'string' },
    description: 'The ids of all right options.',
  },
  keyOf: ({ key }) => key,
  example: {
    summary: 'Multiple choice, partly right answers earn a part',
    prompt: 'Which of these are measures of spread?',
    points: '3',
    definition: {
      options: [
        { id: 'iqr', text: 'The interquartile range' },
        { id: 'mode', text: 'The mode' },
        { id: 'range', text: 'The range' },
        { id: 'sd', text: 'The standard deviation' },
      ],
      key: ['iqr', 'range', 'sd'],
      scoring: 'partial',
    },
    feedback: 'The mode is a typical value; the other three say how far the values lie apart.',
    response: ['iqr', 'sd'],
  },
});

/** With `partial`, a wrong choice takes away as much as a right one adds, but never below nothing. */
function grade({ key, scoring, weights = {} }: MultipleChoiceDefinition, chosen: string[]): Rational {
  if (scoring === 'weighted') return withinBounds(weightOf(chosen, weights));
  const right = chosen.filter((id) => key.includes(id)).length;
  const wrong = chosen.length - right;
  if (scoring === 'partial') return Rational.of(Math.max(0, right - wrong)).over(key.length);
  return right === key.length && wrong === 0 ? Rational.ONE : Rational.ZERO;
}

function weightOf(ids: readonly string[], weights: Readonly<Record<string, string>>): Rational {
  return Rational.sum(ids.map((id) => shareOf(Object.hasOwn(weights, id) ? weights[id] : undefined)));
}

function withinBounds(share: Rational): Rational {
  if (share.lt(0)) return Rational.ZERO;
  return share.gt(1) ? Rational.ONE : share;
}

function responseFaults(value: unknown, definition: MultipleChoiceDefinition, field: string): FieldError[] {
  const faults = anyOptions.faultsOf(value, definition, field);
  const { exclusive } = definition;
  if (faults.length > 0 || exclusive === undefined || !Array.isArray(value) || value.length < 2)
    return faults;
  const at = value.indexOf(exclusive);
  if (at < 0) return [];
  const item = `${field}[${at}]`;
  return [{ field: item, rule: 'isAlone', message: sentences.chosenWithExclusive({ field: item }) }];
}

function definitionFaults(
  { options, key, exclusive, optionFeedback, ...others }: MultipleChoiceDefinition,
  at: string,
): FieldError[] {
  return [
    ...optionFaults(options, `${at}.options`),
    ...key.flatMap((id, index) => keyFaults(`${at}.key[${index}]`, id, options)),
    ...repeatedKeyFaults(key, `${at}.key`),
    ...(exclusive === undefined ? [] : exclusiveFaults(exclusive, key, options, `${at}.exclusive`)),
    ...weightFaults({ options, key, ...others }, `${at}.weights`),
    ...optionFeedbackFaults(`${at}.optionFeedback`, optionFeedback, options),
  ];
}

/** A right answer with the exclusive option has nothing else. */
function exclusiveFaults(
  exclusive: string,
  key: readonly string[],
  options: readonly ChoiceOption[],
  field: string,
): FieldError[] {
  const faults = keyFaults(field, exclusive, options);
  if (faults.length > 0 || key.length === 1 || !key.includes(exclusive)) return faults;
  return [{ field, rule: 'isAlone', message: sentences.chosenWithExclusive({ field }) }];
}

function weightFaults(
  { options, key, scoring, weights }: Omit<MultipleChoiceDefinition, 'exclusive'>,
  field: string,
): FieldError[] {
  if (scoring !== 'weighted')
    return weights
      ? [{ field, rule: 'needsWeighted', message: sentences.weightsNotNeeded({ field, scoring }) }]
      : [];
  if (!weights) return [{ field, rule: 'required', message: sentences.weightsNeeded({ field }) }];
  const faults = sharesFaults(field, weights, -1, options);
  const sum = weightOf(key, weights);
  if (faults.length > 0 || sum.gte(1)) return faults;
  return [{ field, rule: 'isEnough', message: sentences.weightsTooSmall({ field, sum: sum.toDecimal(4) }) }];
}

function repeatedKeyFaults(key: readonly string[], at: string): FieldError[] {
  return key.flatMap((id, index) => {
    if (key.indexOf(id) === index) return [];
    const field = `${at}[${index}]`;
    return [{ field, rule: 'unique', message: sentences.keyTwice({ field, id }) }];
  });
}
