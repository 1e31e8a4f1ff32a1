import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('multipleChoice', {
  keyNeeded: '{field} must be the list of the ids of all right options, at least one',
  keyTwice: '{field} names an option that the key has named already: {id}',
});
