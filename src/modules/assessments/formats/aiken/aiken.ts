import type { QuestionFormat } from '../question-format';
import { readAiken } from './aiken-reader';

export const aiken: QuestionFormat = {
  name: 'aiken',
  mediaType: 'text/plain',
  extension: 'txt',
  comment: () => '',
  read: readAiken,
};
