import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('numeric', {
  toleranceNeeded: '{field} must be an object with type and value; for an exact answer, absolute and "0"',
  toleranceNegative: '{field} must not be less than 0',
  figures: '{field} must be a whole number from 1 to {most}, since the tolerance is in significant figures',
  factorPositive: '{field} must be above 0',
  zeroHasNoFigures:
    '{field} must not be 0, since 0 has no significant figures and no factor leads away from it',
  unitTwice: '{field} is an earlier unit, too: {unit}',
  unitNotReadable:
    '{field} cannot be told from the number beside it: {unit}. A unit begins with a letter or with a sign such as %, ° or €, and has digits in exponents only, as in m², cm3 or s^-1',
  penaltyWithoutUnits: '{field} must be left out where there are no units',
  takesAllNumbers: '{field} is so large that every number would be right',
});
