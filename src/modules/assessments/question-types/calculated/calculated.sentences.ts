import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('calculated', {
  parameterName: '{field} must be 1 to 32 letters, digits or _, and begin with a letter',
  parameterTwice: '{field} is the name of an earlier parameter, too: {name}',
  nameOfFunction: '{field} is the name of a function: {name}',
  rangeTurned: '{field} must not be less than min',
  sizeAboveZero: '{field} must be above 0, since the values are spread by their size',
  nothingToDraw: '{field} is too small: there is no number with {decimals} decimals from min to max',
  tooManyValues: '{field} is too far from min: there must be at most 4294967296 values in between',
  roundingNeeded: '{field} must be an object with to and places',
  figureNeeded: '{field} must be at least 1 for significant figures',
  notReadable: '{field} cannot be read from character {place} on',
  unknownName: '{field} has something that is neither a number nor the name of a parameter: {name}',
  unknownFunction: '{field} calls a function that does not exist: {name}. There are: {names}',
  wrongArguments: '{field} calls a function with too few or too many arguments: {name}',
  tooLarge: '{field} is too large: it may have at most {most} characters, and 200 numbers, names and signs',
  noResult:
    '{field} has no number as its result, or none that the tolerance fits, for most values, such as {values}',
});
