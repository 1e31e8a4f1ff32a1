import { catalog } from '../../shared/sentences/sentence';

export const sentences = catalog('gradebook', {
  lineItemNotFound: 'There is no such line item, or its course is not open to you.',
  notALearner: 'This person is not and never was a learner of the course.',
  resultNotFound: 'This learner has no result for the line item.',
  quizLineItem:
    'This line item belongs to a quiz: change the title, the points and the due date there. Only its description can be changed here.',
  noOverride:
    'This result was not overridden: only a score that an instructor gave in place of a quiz can be lifted.',
  resultsOutOfRange:
    '{results, plural, one {1 result lies} other {# results lie}} outside this range. Change the results first.',
  lineItemHasResults:
    "{results, plural, one {1 result was} other {# results were}} recorded for this line item, and learners' work is not deleted. Archive the line item instead (PUT /v1/line-items/<id>/archive); it can be restored.",
  lineItemArchived:
    'The line item is archived: it does not count, and nothing about it changes. An instructor can restore it (DELETE /v1/line-items/<id>/archive).',
  resultsKept:
    "{results, plural, one {1 result was} other {# results were}} recorded here, and learners' work is not deleted. {whatToDo}",
  quizStays: 'The quiz stays; it can be closed (closesAt) or moved to the end of the course.',
  archiveCourse: 'Archive the course instead.',
  emptyRange: 'resultValueMax must be above resultValueMin.',
  mustBeAboveMin: 'resultValueMax must be above resultValueMin',
  dueTwice: 'Send dueDate or dueAt, not both.',
  dueExclusive: 'dueDate and dueAt exclude each other',
  scoreOutOfRange:
    'The score must be from {min} to {max}, the range of the line item. There is no extra credit.',
  scoreRange: 'score must be from {min} to {max}',
  statusNeedsScore: 'A result that is {status} needs a score',
  statusWithoutScore: 'A result with a score cannot be {status}',
  statusMismatch: '{fault}.',
});
