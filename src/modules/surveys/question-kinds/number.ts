import { PLAIN_DECIMAL, plainDecimal } from '../../../shared/decimals/plain-decimal';
import { Rational } from '../../../shared/decimals/rational';
import { sentences } from '../surveys.sentences';
import { numberFigures } from './numbers';
import { NO_FIGURES, questionKind } from './question-kind';

/** Digits of a number, its sign and its point. */
const MOST_CHARACTERS = 30;

export const number = questionKind({
  name: 'number',
  read: ({ min = null, max = null }, value, field) => {
    const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
    if (typeof text !== 'string' || text.length > MOST_CHARACTERS || !PLAIN_DECIMAL.test(text))
      return { fault: sentences.mustBeNumber({ field }) };
    const read = Rational.of(text);
    if ((min !== null && read.lt(min)) || (max !== null && read.gt(max)))
      return { fault: sentences.mustBeBetween({ field, least: min ?? '−∞', most: max ?? '∞' }) };
    return { answer: plainDecimal(text) };
  },
  figures: (_question, answers) => ({ ...NO_FIGURES, ...numberFigures(answers as readonly string[]) }),
  written: (_question, answer) => ({ number: String(answer) }),
});
