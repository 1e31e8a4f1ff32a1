import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('cloze', {
  sendGaps: '{field} must be an object with an answer by the id of each gap',
});
