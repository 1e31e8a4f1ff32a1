import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('essay', {
  wordsReversed: '{field} must not be less than minWords, which is {least}',
  tooFewWords:
    'The answer has {count, plural, one {1 word} other {# words}}, and at least {least} are asked for. It is saved.',
  tooManyWords:
    'The answer has {count, plural, one {1 word} other {# words}}, and at most {most} are asked for. It is saved.',
});
