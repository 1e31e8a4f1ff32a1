import { writtenCategory } from '../filing';
import type { QuestionFormat } from '../question-format';
import { readGift } from './gift-reader';
import { GIFT_CANNOT_HOLD, writeGift } from './gift-writer';

export const gift: QuestionFormat = {
  name: 'gift',
  mediaType: 'text/plain',
  extension: 'gift',
  comment: (text) => `// ${text.replace(/\s+/g, ' ')}\n`,
  folder: (path) => `$CATEGORY: ${writtenCategory(path)}\n`,
  cannotHold: GIFT_CANNOT_HOLD,
  read: readGift,
  write: writeGift,
};
