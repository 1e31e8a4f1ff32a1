import { sentences } from '../surveys.sentences';
import { countsOf, textOfOption } from './choices';
import { NO_FIGURES, questionKind } from './question-kind';

export const multipleChoice = questionKind({
  name: 'multiple_choice',
  read: ({ options, most = null }, value, field) => {
    const ids = options.map(({ id }) => id);
    const isChoice =
      Array.isArray(value) &&
      value.length <= (most ?? ids.length) &&
      new Set(value).size === value.length &&
      value.every((id) => ids.includes(id as string));
    return isChoice
      ? // In the order of the options, so that the order of clicking says nothing.
        { answer: ids.filter((id) => value.includes(id)) }
      : { fault: sentences.mustBeOptions({ field, most: most ?? ids.length, ids: ids.join(', ') }) };
  },
  figures: ({ options }, answers) => ({
    ...NO_FIGURES,
    choices: countsOf(options, (answers as readonly (readonly string[])[]).flat()),
  }),
  written: ({ options }, answer) =>
    (answer as readonly string[]).map((id) => textOfOption(options, id)).join('; '),
});
