import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('singleChoice', {
  keyNeeded: '{field} must be the id of the right option',
});
