import { Rational } from '../../../../shared/decimals/rational';
import { renderMarkdown } from '../../../../shared/markdown/markdown';
import { isVisible } from '../../../../shared/text/text-rules';
import type { Remark } from '../parts/answer-remarks';
import { MOST_RESPONSE_BYTES, type ResponseShape } from '../parts/response-shapes';
import { questionType } from '../question-type';
import { sentences as ofQuestionTypes } from '../question-types.sentences';
import { EssayDefinition, EssayView } from './essay.dto';
import { sentences } from './essay.sentences';
import { countWords } from './words';

const writtenText: ResponseShape<string, EssayDefinition> = {
  schema: {
    type: 'string',
    maxLength: MOST_RESPONSE_BYTES,
    description: 'Plain text or Markdown, as the question says. It is kept as it was typed.',
  },
  isTyped: true,
  faultsOf: (value, _definition, field) =>
    typeof value === 'string' && value.isWellFormed()
      ? []
      : [{ field, rule: 'isString', message: ofQuestionTypes.sendText({ field }) }],
  isBlank: (value) => typeof value === 'string' && !isVisible(value),
  isSame: (one, other) => one === other,
  remarksOf: wordRemarks,
  htmlOf: (value, { format }) => (format === 'markdown' ? renderMarkdown(value) : undefined),
};

/** A text that a person marks. */
export const essay = questionType({
  name: 'essay',
  Definition: EssayDefinition,
  keyFields: ['markerNotes'],
  definitionFaults: ({ minWords, maxWords }, at) => {
    if (minWords === undefined || maxWords === undefined || minWords <= maxWords) return [];
    const field = `${at}.maxWords`;
    return [{ field, rule: 'min', message: sentences.wordsReversed({ field, least: minWords }) }];
  },
  View: EssayView,
  viewOf: ({ type, format, minWords, maxWords, template }) => ({
    ...{ type, format },
    ...(minWords === undefined ? {} : { minWords }),
    ...(maxWords === undefined ? {} : { maxWords }),
    ...(template === undefined ? {} : { template }),
  }),
  response: writtenText,
  guessShare: () => Rational.ZERO,
  summary: (_definition, response) => response,
  markerNotesOf: ({ markerNotes }) => markerNotes,
  keySchema: { type: 'null', description: 'No answer is the right one.' },
  keyOf: () => null,
  example: {
    summary: 'An essay',
    prompt: 'When does the **mean** mislead, and what do you report then? Give an example of your own.',
    points: '5',
    definition: {
      format: 'markdown',
      minWords: 20,
      maxWords: 300,
      markerNotes: 'One point for each measure that is named, one for saying when it misleads.',
    },
    feedback: 'A few large values pull the mean up; the median stays where most values are.',
    response:
      'The mean misleads where *a few values* are far from the others. If nine friends earn 2,000 a month and one earns 50,000, the mean is 6,800, which none of them earns. I report the **median** then.',
  },
});

function wordRemarks(value: string, { minWords, maxWords }: EssayDefinition): Remark[] {
  if (minWords === undefined && maxWords === undefined) return [];
  const count = countWords(value);
  if (minWords !== undefined && count < minWords)
    return [{ code: 'too_few_words', message: sentences.tooFewWords({ count, least: minWords }) }];
  if (maxWords !== undefined && count > maxWords)
    return [{ code: 'too_many_words', message: sentences.tooManyWords({ count, most: maxWords }) }];
  return [];
}
