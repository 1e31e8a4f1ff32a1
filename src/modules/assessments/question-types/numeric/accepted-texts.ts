import type { FieldError } from '../../../../shared/errors/domain-error';
import { sentences as ofFields } from '../../../../shared/http/http.sentences';
import { characterFault, isVisible, lengthOf } from '../../../../shared/text/text-rules';
import { foldedText } from '../parts/folded-text';
import { LONGEST_SHORT_TEXT } from '../parts/response-shapes';
import { sentences } from '../question-types.sentences';

/** Of a question that asks for a number. */
interface TakesTexts {
  acceptedTexts?: string[];
  language?: string;
}

/** Whether a text, which is no number, is one of those that count all the same. */
export function acceptsUnread({ acceptedTexts = [], language }: TakesTexts, response: unknown): boolean {
  if (typeof response !== 'string' || response.length > 2 * LONGEST_SHORT_TEXT) return false;
  const formOf = (text: string): string => foldedText(text, { caseSensitive: false, language });
  return acceptedTexts.some((text) => formOf(text) === formOf(response));
}

/** The question with the response among these texts, unless it is none that anybody could type. */
export function acceptingText<Definition extends TakesTexts>(
  definition: Definition,
  response: unknown,
): Definition {
  const text = typeof response === 'string' ? response.trim() : '';
  if (acceptedTextFaults([text], '').length > 0) return definition;
  return { ...definition, acceptedTexts: [...(definition.acceptedTexts ?? []), text] };
}

/** What is wrong with texts that count although they are no numbers. `at` is where the list stands. */
export function acceptedTextFaults(texts: readonly unknown[], at: string): FieldError[] {
  return texts.flatMap((text, index): FieldError[] => {
    const field = `${at}[${index}]`;
    if (typeof text !== 'string')
      return [{ field, rule: 'isString', message: sentences.sendText({ field }) }];
    if (lengthOf(text) > LONGEST_SHORT_TEXT)
      return [
        { field, rule: 'maxLength', message: sentences.textTooLong({ field, most: LONGEST_SHORT_TEXT }) },
      ];
    const wrong = characterFault(text, 'lines', field);
    if (wrong) return [{ field, rule: 'characters', message: wrong }];
    if (isVisible(text) && foldedText(text, { caseSensitive: true }) !== '') return [];
    return [{ field, rule: 'isVisible', message: ofFields.visible({ field }) }];
  });
}
