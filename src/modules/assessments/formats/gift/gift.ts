import type { QuestionFormat } from '../question-format';
import { readGift } from './gift-reader';
import { writeGift } from './gift-writer';

export const gift: QuestionFormat = {
  name: 'gift',
  mediaType: 'text/plain',
  extension: 'gift',
  read: readGift,
  write: writeGift,
};
