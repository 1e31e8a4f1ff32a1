import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('remarks', {
  notFound: 'There is no such remark request',
  notOffered: 'In this quiz nobody can ask for another mark',
  windowClosed: 'You could ask for another mark of this answer until {until}',
  notMarked: 'There is no mark of this answer to see yet',
  isOpen: 'You have asked for another mark of this answer already, and it is not decided yet',
  isDecided: 'Your request about this answer has been decided',
  isOver:
    'This request is {state, select, kept {decided: the mark stays} changed {decided: the mark was changed} withdrawn {withdrawn} other {over}}',
  tooManyMessages: 'A request has at most {most} messages',
  samePoints: 'The mark has these points already: decide to keep it',
  pointsNeeded: '{field} must be given, since the mark is to be changed',
  noPoints: '{field} must be left out, since the mark is kept',
  samePointsField: '{field} must be other points than the mark has',
  badDecision: 'A decision cannot be like this',
  writtenSubject: 'About your request in {quiz}',
  writtenText:
    'The staff of the course {course} have written to you about your request for another mark in {quiz}. Sign in to read it.',
  decidedSubject: 'Your request in {quiz} was decided',
  decidedText:
    'Your request for another mark in {quiz}, in the course {course}, was decided. Sign in to see what was decided, and why.',
});
