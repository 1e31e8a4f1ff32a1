import { catalog } from '../../src/shared/sentences/sentence';

/** What the errors and issues say that tests make up. */
export const sentences = catalog('test', {
  lineIsOdd: 'Line {line} is odd.',
  notToday: 'Not today.',
  inUse: 'Learners have worked on it.',
});
