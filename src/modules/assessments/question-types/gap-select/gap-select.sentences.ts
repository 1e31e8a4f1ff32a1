import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('gapSelect', {
  choiceTwice: '{field} is the text of an earlier choice of the same group, too',
});
