import { catalog } from '../../shared/sentences/sentence';

/** What is said about surveys. */
export const sentences = catalog('surveys', {
  noSurvey: 'There is no such survey, or its course is not open to you.',
  notOpenYet: 'The survey takes answers from {at} on.',
  closed: 'The survey takes no answers any more. It closed at {at}.',
  answered:
    'You have answered this survey, and your answer is saved. {isAnonymous, select, yes {Nobody knows which one it is, so it cannot be changed.} other {Answers of this survey cannot be changed.}}',
  hasAnswers: 'Learners have answered the survey, and their answers are kept. Archive it instead.',
  fixed:
    'There are answers, so the survey stays {isAnonymous, select, yes {anonymous} other {one with names}}.',
  cannotChange: '{field} must be false in an anonymous survey: nobody knows whose answer is whose',
  closesBeforeOpening: '{field} must lie after opensAt',
  noQuestion: '{field}: the survey has no such question',
  answerNeeded: '{field} must have an answer',
  mustBeOption: '{field} must be one of these options: {ids}',
  mustBeOptions: '{field} must be a list of at most {most} of these options, each once: {ids}',
  mustBePoint: '{field} must be a whole number from 1 to {most}',
  mustBeNumber: '{field} must be a plain decimal number as text, such as "2.5"',
  mustBeBetween: '{field} must be a number from {least} to {most}',
  mustBeText: '{field} must be a text with something to see in it. Leave it out to give none',
  textTooLong: '{field} must have at most {most} characters',
  person: 'Person',
  username: 'Username',
  answeredAt: 'Answered at',
});
