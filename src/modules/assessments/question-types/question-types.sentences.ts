import { catalog } from '../../../shared/sentences/sentence';

/** What is said of questions of any type, and of the parts that several types share. A type may have a catalog of its own. */
export const sentences = catalog('questionTypes', {
  unknownType: '{field} must be one of: {types}',
  definitionNeeded: '{field} must be an object with the choices and the key',
  matchesType: '{field} must be {type}, like the type of the question, or left out',
  decimalText:
    '{field} must be a decimal number as text, such as "3.5" or "6.02e23": 0, or of a size from 1e-100 to 1e100, of at most 64 characters',
  shareText: '{field} must be a number from 0 to 1 as text, such as "0.5" or "1/3"',
  sharesNeeded:
    '{field} must be an object with a number from {least} to 1 as text, such as "1/3", by the id of each option',
  optionShare: '{field} must be a number from {least} to 1 as text, such as "0.5" or "1/3"',
  languageTag: '{field} must be a language tag, such as "en" or "pt-BR"',
  listSize: '{field} must be a list of {least} to {most} items',

  pointsZero: '{field} must be 0, since nothing is right or wrong in a question of type {type}',
  pointsAboveZero: '{field} must be above 0',

  feedbackByOption: '{field} must be an object with a text by the id of each option',

  optionId: '{field} must be 1 to 64 letters, digits, - or _, and begin with a letter or digit',
  optionIdTwice: '{field} is the id of an earlier option, too: {id}',
  optionTextTwice: '{field} is the text of an earlier option, too, so nobody could tell them apart: {text}',
  pairsNeeded: '{field} must be an object with the id of a choice by the id of each place',
  placeWithoutChoice: '{field} needs the id of the choice that belongs there',
  isNoPlace: '{field} is not the id of one of the places',
  isNoChoiceThere: '{field} must be the id of one of the choices for this place',
  gapTwice: '{field} is the id of an earlier gap, too: {id}',
  gapNotInText: '{field} must stand in the text exactly once, as [[{id}]]',
  noSuchGap: '{field} has a gap that is not in the list of gaps: [[{id}]]',
  keyIsNoOption: '{field} is not the id of one of the options: {key}',

  sendOneOption: '{field} must be the id of the chosen option',
  onlyOneOption: '{field} must be one id and not a list, since only one option can be chosen',
  sendOptions: '{field} must be the list of the ids of the chosen options',
  tooManyChosen: '{field} must not have more ids than the {count} options there are',
  isNoOption: '{field} is not the id of one of the options',
  chosenTwice: '{field} is chosen already',
  sendBoolean: '{field} must be true or false',
  sendNumber:
    '{field} must be a number that can be read in one way only, such as "3.5" or "6.02e23", of at most 64 characters and a size from 1e-100 to 1e100',
  sendNumberAlone: '{field} must be a number without a unit',
  sendText: '{field} must be text',
  textTooLong: '{field} must have at most {most} characters',
});
