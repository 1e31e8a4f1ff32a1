import { sentences } from '../surveys.sentences';
import { numberFigures } from './numbers';
import { NO_FIGURES, questionKind } from './question-kind';

/** A Likert scale: points from 1 on, each with a label. */
export const scale = questionKind({
  name: 'scale',
  read: ({ labels }, value, field) =>
    Number.isInteger(value) && (value as number) >= 1 && (value as number) <= labels.length
      ? { answer: value as number }
      : { fault: sentences.mustBePoint({ field, most: labels.length }) },
  figures: ({ labels }, answers) => {
    const points = answers.map(String);
    return {
      ...NO_FIGURES,
      choices: labels.map((label, index) => ({
        ...{ id: null, point: index + 1, text: label },
        count: answers.filter((answer) => answer === index + 1).length,
      })),
      ...numberFigures(points),
    };
  },
  written: (_question, answer) => ({ number: String(answer) }),
});
