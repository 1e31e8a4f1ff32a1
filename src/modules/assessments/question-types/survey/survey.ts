import type { FieldError } from '../../../../shared/errors/domain-error';
import { Rational } from '../../../../shared/decimals/rational';
import { optionFaults, shownOptions, textsOf } from '../parts/choice-option.dto';
import { inOrder } from '../parts/item-order';
import { onePlace } from '../parts/offered-choices';
import {
  anyOptions,
  MOST_RESPONSE_BYTES,
  oneOption,
  type ResponseShape,
  shortText,
} from '../parts/response-shapes';
import { questionType } from '../question-type';
import { sentences as ofQuestionTypes } from '../question-types.sentences';
import { SurveyDefinition, SurveyView } from './survey.dto';
import { sentences } from './survey.sentences';

type Answer = number | string | string[];

const MOST_STEPS = 100;

const response: ResponseShape<Answer, SurveyDefinition> = {
  schema: {
    anyOf: [
      { type: 'integer' },
      { type: 'string', maxLength: MOST_RESPONSE_BYTES },
      { type: 'array', items: { type: 'string' }, uniqueItems: true },
    ],
    description:
      'By the form: a step of the scale, the id of an option, the list of the ids of options, or any text.',
  },
  faultsOf(value, { form, scale, options = [] }, field) {
    switch (form) {
      case 'rating':
        return scale ? stepFaults(value, scale, field) : [];
      case 'one_option':
        return oneOption.faultsOf(value, { options }, field);
      case 'several_options':
        return anyOptions.faultsOf(value, { options }, field);
      case 'free_text':
        return typeof value === 'string'
          ? []
          : [{ field, rule: 'isString', message: ofQuestionTypes.sendText({ field }) }];
    }
  },
  isSame(one, other, { options = [], ...definition }) {
    if (Array.isArray(one) && Array.isArray(other)) return anyOptions.isSame(one, other, { options });
    if (definition.form === 'free_text') return shortText.isSame(String(one), String(other), definition);
    return one === other;
  },
};

/** Asks for opinions and facts of which none is right. */
export const survey = questionType({
  name: 'survey',
  Definition: SurveyDefinition,
  keyFields: [],
  definitionFaults,
  View: SurveyView,
  viewOf: ({ type, form, scale, options }, order) => ({
    ...{ type, form },
    ...(scale && { scale }),
    ...(options && { options: inOrder(shownOptions(options), order) }),
  }),
  itemsOf: ({ options = [] }) => options,
  response,
  isUnscored: true,
  grade: () => Rational.ZERO,
  guessShare: () => null,
  choices: {
    places: ({ options = [] }) =>
      options.length === 0 ? [] : onePlace(options.map(({ id, text }) => ({ id, text, isRight: null }))),
    chosenAt: (given) => (Array.isArray(given) ? given : [String(given)]),
  },
  summary: ({ options = [], form }, given) => {
    if (form === 'rating' || form === 'free_text') return String(given);
    return textsOf(options, Array.isArray(given) ? given : [String(given)]);
  },
  keySchema: { type: 'null', description: 'Nothing is right or wrong.' },
  keyOf: () => null,
  example: {
    summary: 'A survey, which earns nothing',
    prompt: 'How did you prepare for this unit?',
    points: '0',
    definition: {
      form: 'one_option',
      options: [
        { id: 'alone', text: 'Alone' },
        { id: 'together', text: 'With others' },
        { id: 'not', text: 'Not at all' },
      ],
    },
    feedback: 'Whatever you said, the next unit begins with box plots.',
    response: 'together',
  },
});

function stepFaults(value: unknown, { min, max }: { min: number; max: number }, field: string): FieldError[] {
  const isStep = typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
  return isStep ? [] : [{ field, rule: 'isStep', message: sentences.sendStep({ field, min, max }) }];
}

function definitionFaults({ form, scale, options }: SurveyDefinition, at: string): FieldError[] {
  const hasOptions = form === 'one_option' || form === 'several_options';
  const faults = [
    ...partFaults(scale, form === 'rating', form, `${at}.scale`),
    ...partFaults(options, hasOptions, form, `${at}.options`),
  ];
  if (faults.length > 0) return faults;
  if (options) return optionFaults(options, `${at}.options`);
  if (!scale || (scale.max > scale.min && scale.max - scale.min <= MOST_STEPS)) return [];
  const field = `${at}.scale.max`;
  return [{ field, rule: 'isAbove', message: sentences.scaleTurned({ field, most: MOST_STEPS }) }];
}

function partFaults(part: object | undefined, isNeeded: boolean, form: string, field: string): FieldError[] {
  if (isNeeded && !part) return [{ field, rule: 'required', message: sentences.needed({ field, form }) }];
  if (!isNeeded && part) return [{ field, rule: 'notNeeded', message: sentences.notNeeded({ field, form }) }];
  return [];
}
