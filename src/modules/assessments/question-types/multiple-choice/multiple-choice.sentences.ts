import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('multipleChoice', {
  keyNeeded: '{field} must be the list of the ids of all right options, at least one',
  keyTwice: '{field} names an option that the key has named already: {id}',
  weightsNeeded: '{field} is needed, since the scoring is weighted',
  weightsNotNeeded: '{field} must be left out, since the scoring is {scoring} and not weighted',
  weightsTooSmall: '{field} must make 1 or more for the options of the key together, and they make {sum}',
  noneNeeded: '{field} must be the id of the option that excludes all others',
  chosenWithExclusive: '{field} cannot be chosen together with other options',
});
