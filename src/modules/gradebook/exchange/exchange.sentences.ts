import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('gradebook.exchange', {
  fileTooLarge: 'A sheet of the gradebook has at most {megabytes} MB',
  notMultipart: 'The request must be a form with a file, as multipart/form-data',
  fileRequired: '{field} must be a file',
  notText: 'The file is no text',
  notInEncoding: 'The file is not written in {encoding}',
  readAs: 'The file is not UTF-8. It was read as {encoding}: look whether the letters are right',
  brokenQuotes: 'The quotation marks of line {line} cannot be read',
  noRows: 'The file has no lines but the first one',
  noItems: 'No column of the file names a line item of the course, by its id or its exact title',
  tooManyRows: 'A sheet has at most {most} lines',
  otherCourse: 'The sheet was made from the gradebook of another course',
  learnerColumnNeeded:
    'No column says whose scores they are: one must be called “Learner id”, “Username”, “Email” or “Number”',
  matchedBy:
    'Learners are found by their {by, select, username {username} email {email address} other {number}} in this column',
  columnTwice: 'Another column has this line item already',
  columnNotRead: 'No line item of the course has this title, so the column was not read',
  asCounted:
    'The column has the scores that count, after lateness, and not those that were entered, so it was not read',
  unknownLineItem: 'The course has no line item with this id',
  archivedLineItem: 'The line item is archived, so nothing about it changes',
  titleAmbiguous: '{lineItems} line items of the course have this title: name one by its id',
  noLearnerNow: 'The person is no learner of this course any more.',
  noLearnerNamed: 'The line does not say whose scores they are',
  unknownLearner:
    'Nobody who is or was a learner of the course has this {by, select, id {id} username {username} email {email address} other {number}}',
  learnerAmbiguous:
    '{learners} learners of the course have this {by, select, username {username} email {email address} other {number}}',
  learnerTwice: 'Line {line} has the scores of this learner already',
  mixedUp: 'The line names one learner, and the last column another: was only a part of the sheet sorted?',
  totalReadOnly: 'Totals are computed from the scores, so this change was not read',
  notAScore:
    'A cell has a number, such as 17.5, or one of these words: {words}. An empty cell changes nothing',
  tooManyDecimals: 'Scores have at most {most} decimals',
  outOfRange: 'The score must be from {min} to {max}, the range of the line item',
  quizResult:
    'The score was earned in a quiz. Send overrideQuizzes to give another one in its place, which later attempts do not change',
  changedSince:
    'Somebody has changed this since the sheet was made, from {exported, select, EMPTY {nothing} other {{exported}}} to {stands, select, EMPTY {nothing} other {{stands}}}. Send overwrite to replace it',
  hasResult:
    'There is {stands} already, and the file does not say what it was made from. Send overwrite to replace it',
  somethingRefused:
    '{refused, plural, one {1 cell or line cannot be imported} other {# cells or lines cannot be imported}}. Confirm to import the others, or cancel to import none',
  reading: 'Reading scores',
  recording: 'Recording scores',
  changedAfterImport: 'The result has changed since the import',
});
