import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('gradebook.periods', {
  dates: 'A grading period must not end before it begins.',
  endsBeforeStart: '{field} must not be before startDate',
  overlap: 'The grading periods “{one}” and “{other}” overlap. Each day belongs to one at most.',
  mustBeginLater: '{field} must be after the endDate of the period before',
  weights: 'Either all grading periods of a course have a weight, or none has.',
  allOrNone: '{field} must be given for all periods or for none',
  inUse:
    '{lineItems, plural, one {1 line item names} other {# line items name}} the grading period “{title}”, so it was not removed. Send it with its id, or have the line items name another first (PATCH /v1/line-items/<id>).',
  graded:
    '{learners, plural, one {1 learner has a grade or a comment} other {# learners have a grade or a comment}} for the grading period “{title}”, so it was not removed. Send it with its id, or take those back first (GET /v1/courses/<id>/final-grades?period=<id>).',
  noSuchPeriod: 'The course has no grading period with this id. GET /v1/courses/<id>/grade-rules lists them.',
  mustBeOfCourse: '{field} must name a grading period of the course',
  noSuchPeriods: 'The course has no grading period with this id, or it was sent twice.',
  mustAllBeOfCourse: '{field} must name grading periods of the course, each once',
});
