import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('survey', {
  scaleNeeded: '{field} must be an object with min and max',
  scaleTurned: '{field} must be above min, and at most {most} above it',
  needed: '{field} is needed, since the form is {form}',
  notNeeded: '{field} must be left out, since the form is {form}',
  sendStep: '{field} must be a whole number from {min} to {max}',
});
