import { sentences } from '../surveys.sentences';
import { NO_FIGURES, questionKind } from './question-kind';
import { countsOf, textOfOption } from './choices';

export const singleChoice = questionKind({
  name: 'single_choice',
  read: ({ options }, value, field) =>
    options.some(({ id }) => id === value)
      ? { answer: value as string }
      : { fault: sentences.mustBeOption({ field, ids: options.map(({ id }) => id).join(', ') }) },
  figures: ({ options }, answers) => ({
    ...NO_FIGURES,
    choices: countsOf(options, answers as readonly string[]),
  }),
  written: ({ options }, answer) => textOfOption(options, answer as string),
});
