import { Rational } from '../../../../shared/decimals/rational';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { sentences as ofFields } from '../../../../shared/http/http.sentences';
import { characterFault, isVisible, lengthOf } from '../../../../shared/text/text-rules';
import { sentences } from '../question-types.sentences';
import { feedbackToAll } from '../parts/answer-feedback';
import { foldedText, patternMatcher, takesAnyText, type TextFolding } from '../parts/folded-text';
import { LONGEST_SHORT_TEXT, shortText as shape } from '../parts/response-shapes';
import { shareOf } from '../../../../shared/decimals/share-text';
import { questionType } from '../question-type';
import { type ShortTextAlternative, ShortTextDefinition, ShortTextView } from './short-text.dto';
import { sentences as ofShortText } from './short-text.sentences';

export const shortText = questionType({
  name: 'short_text',
  Definition: ShortTextDefinition,
  keyFields: [
    ...['accepted', 'alternatives', 'acceptedFeedback', 'otherFeedback'],
    ...['wildcards', 'ignoreAccents', 'ignoreFinalPunctuation'],
  ],
  definitionFaults: (definition, at) => [
    ...definition.accepted.flatMap((text, index) => textFaults(`${at}.accepted[${index}]`, text, definition)),
    ...(definition.alternatives ?? []).flatMap(({ text }, index) =>
      textFaults(`${at}.alternatives[${index}].text`, text, definition),
    ),
  ],
  View: ShortTextView,
  viewOf: ({ type, caseSensitive, language }) => ({ type, caseSensitive, ...(language && { language }) }),
  response: shape,
  grade: (definition, response) => {
    const found = answerOf(definition, response);
    return found === 'accepted' ? Rational.ONE : shareOf(found?.share);
  },
  feedbackTo: (definition, response) => {
    const found = answerOf(definition, response);
    if (found === 'accepted') return feedbackToAll(definition.acceptedFeedback);
    return feedbackToAll(found ? found.feedback : definition.otherFeedback);
  },
  accepting: (definition, response) => {
    const text = response.trim();
    const accepted = definition.wildcards ? text.replaceAll('*', '\\*') : text;
    return { ...definition, accepted: [...definition.accepted, accepted] };
  },
  hiddenAnswers: ({ accepted, alternatives = [], wildcards, ...folding }) =>
    alternatives.flatMap(({ text }, index) => {
      const before = [...accepted, ...alternatives.slice(0, index).map((other) => other.text)];
      const isHidden = wildcards ? isPatternInside : isSameText;
      return before.some((other) => isHidden(text, other, folding)) ? [`alternatives[${index}]`] : [];
    }),
  isComplete: (_definition, response) => isVisible(response),
  guessShare: () => Rational.ZERO,
  summary: (_definition, response) => response,
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

/** Which answer of the definition a response is; undefined for none. */
function answerOf(
  { accepted, alternatives = [], wildcards, ...folding }: ShortTextDefinition,
  response: string,
): 'accepted' | ShortTextAlternative | undefined {
  const given = foldedText(response, folding);
  const isIt = (text: string): boolean =>
    wildcards ? patternMatcher(text, folding)(response) : foldedText(text, folding) === given;
  return accepted.some(isIt) ? 'accepted' : alternatives.find(({ text }) => isIt(text));
}

function isSameText(one: string, other: string, folding: TextFolding): boolean {
  return foldedText(one, folding) === foldedText(other, folding);
}

/** Whether a pattern takes all that the first one takes; of one with wildcards, only where both are the same. */
function isPatternInside(one: string, other: string, folding: TextFolding): boolean {
  if (/(?<!\\)\*/.test(one)) return isSameText(one, other, folding);
  return patternMatcher(other, folding)(one.replaceAll('\\*', '*'));
}

function textFaults(field: string, text: unknown, definition: ShortTextDefinition): FieldError[] {
  if (typeof text !== 'string') return [{ field, rule: 'isString', message: sentences.sendText({ field }) }];
  if (lengthOf(text) > LONGEST_SHORT_TEXT) {
    const message = sentences.textTooLong({ field, most: LONGEST_SHORT_TEXT });
    return [{ field, rule: 'maxLength', message }];
  }
  const wrong = characterFault(text, 'lines', field);
  if (wrong) return [{ field, rule: 'characters', message: wrong }];
  if (!isVisible(text) || isNothing(text, definition))
    return [{ field, rule: 'isVisible', message: ofFields.visible({ field }) }];
  if (definition.wildcards && takesAnyText(text, definition))
    return [{ field, rule: 'takesAnyText', message: ofShortText.takesAnyText({ field }) }];
  return [];
}

/** Nothing is left of it where punctuation is ignored: no answer would be right then. */
function isNothing(text: string, folding: TextFolding): boolean {
  return foldedText(text, folding) === '';
}
