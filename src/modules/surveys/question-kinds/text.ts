import { characterFault, isVisible, lengthOf } from '../../../shared/text/text-rules';
import { sentences } from '../surveys.sentences';
import { NO_FIGURES, questionKind } from './question-kind';

/** In code points. */
const MOST_CHARACTERS = 5000;

export const text = questionKind({
  name: 'text',
  read: (_question, value, field) => {
    if (typeof value !== 'string') return { fault: sentences.mustBeText({ field }) };
    const trimmed = value.trim();
    if (!isVisible(trimmed)) return { fault: sentences.mustBeText({ field }) };
    if (lengthOf(trimmed) > MOST_CHARACTERS)
      return { fault: sentences.textTooLong({ field, most: MOST_CHARACTERS }) };
    const fault = characterFault(trimmed, 'lines', field);
    return fault ? { fault } : { answer: trimmed };
  },
  figures: (_question, answers) => ({
    ...NO_FIGURES,
    texts: (answers as readonly string[]).toSorted(inLetters),
  }),
  written: (_question, answer) => answer as string,
});

function inLetters(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
