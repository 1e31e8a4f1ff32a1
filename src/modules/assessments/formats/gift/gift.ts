import type { QuestionFormat } from '../question-format';
import { readGift } from './gift-reader';
import { writeGift } from './gift-writer';

export const gift: QuestionFormat = {
  name: 'gift',
  mediaType: 'text/plain',
  extension: 'gift',
  comment: (text) => `// ${text.replace(/\s+/g, ' ')}\n`,
  read: readGift,
  write: writeGift,
};
