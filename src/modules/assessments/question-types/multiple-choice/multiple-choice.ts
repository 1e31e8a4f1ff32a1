import { Rational } from '../../../../shared/decimals/rational';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { keyFaults, optionFaults, shownOptions } from '../parts/choice-option.dto';
import { anyOptions } from '../parts/response-shapes';
import { questionType } from '../question-type';
import { MultipleChoiceDefinition, MultipleChoiceView } from './multiple-choice.dto';
import { sentences } from './multiple-choice.sentences';

export const multipleChoice = questionType({
  name: 'multiple_choice',
  Definition: MultipleChoiceDefinition,
  keyFields: ['key'],
  definitionFaults: ({ options, key }) => [
    ...optionFaults(options),
    ...key.flatMap((id, index) => keyFaults(`definition.key[${index}]`, id, options)),
    ...repeatedKeyFaults(key),
  ],
  View: MultipleChoiceView,
  viewOf: ({ type, options, scoring }) => ({ type, options: shownOptions(options), scoring }),
  response: anyOptions,
  grade,
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
function grade({ key, scoring }: MultipleChoiceDefinition, chosen: string[]): Rational {
  const right = chosen.filter((id) => key.includes(id)).length;
  const wrong = chosen.length - right;
  if (scoring === 'partial') return Rational.of(Math.max(0, right - wrong)).over(key.length);
  return right === key.length && wrong === 0 ? Rational.ONE : Rational.ZERO;
}

function repeatedKeyFaults(key: readonly string[]): FieldError[] {
  return key.flatMap((id, index) => {
    if (key.indexOf(id) === index) return [];
    const field = `definition.key[${index}]`;
    return [{ field, rule: 'unique', message: sentences.keyTwice({ field, id }) }];
  });
}
