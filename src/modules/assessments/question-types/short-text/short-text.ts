import { Rational } from '../../../../shared/decimals/rational';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { sentences as ofFields } from '../../../../shared/http/http.sentences';
import { characterFault, isVisible, lengthOf } from '../../../../shared/text/text-rules';
import { sentences } from '../question-types.sentences';
import { normalizedText } from '../parts/normalized-text';
import { LONGEST_SHORT_TEXT, shortText as shape } from '../parts/response-shapes';
import { questionType } from '../question-type';
import { ShortTextDefinition, ShortTextView } from './short-text.dto';

export const shortText = questionType({
  name: 'short_text',
  Definition: ShortTextDefinition,
  keyFields: ['accepted'],
  definitionFaults: ({ accepted }) =>
    accepted.flatMap((text, index) => textFaults(`definition.accepted[${index}]`, text)),
  View: ShortTextView,
  viewOf: ({ type, caseSensitive }) => ({ type, caseSensitive }),
  response: shape,
  grade: (definition, response) => (isAccepted(definition, response) ? Rational.ONE : Rational.ZERO),
  keySchema: { type: 'array', items: { type: 'string' }, description: 'All accepted answers.' },
  keyOf: ({ accepted }) => accepted,
  example: {
    summary: 'A short text',
    prompt: 'What is the middle half of the values, from the first quartile to the third, called?',
    points: '1.5',
    definition: { accepted: ['interquartile range', 'IQR'], caseSensitive: false },
    feedback: 'The interquartile range, Q3 − Q1.',
    response: 'interquartile range',
  },
});

function isAccepted({ accepted, caseSensitive }: ShortTextDefinition, response: string): boolean {
  const given = normalizedText(response, caseSensitive);
  return accepted.some((text) => normalizedText(text, caseSensitive) === given);
}

function textFaults(field: string, text: unknown): FieldError[] {
  if (typeof text !== 'string') return [{ field, rule: 'isString', message: sentences.sendText({ field }) }];
  if (lengthOf(text) > LONGEST_SHORT_TEXT) {
    const message = sentences.textTooLong({ field, most: LONGEST_SHORT_TEXT });
    return [{ field, rule: 'maxLength', message }];
  }
  const wrong = characterFault(text, 'lines', field);
  if (wrong) return [{ field, rule: 'characters', message: wrong }];
  return isVisible(text) ? [] : [{ field, rule: 'isVisible', message: ofFields.visible({ field }) }];
}
