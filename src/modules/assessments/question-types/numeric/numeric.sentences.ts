import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('numeric', {
  toleranceNeeded: '{field} must be an object with type and value; for an exact answer, absolute and "0"',
  toleranceNegative: '{field} must not be less than 0',
});
