import { catalog } from '../../shared/sentences/sentence';

export const sentences = catalog('gradebook', {
  lineItemNotFound: 'There is no such line item, or its course is not open to you.',
  notALearner: 'This person is not and never was a learner of the course.',
  resultNotFound: 'This learner has no result for the line item.',
  gradesClosed:
    'The grades of this course are closed, so nobody changes scores, line items and grade rules. An instructor can amend the final grade of a learner with a reason (PUT /v1/courses/<id>/final-grades/<userId>), or open the grades again (POST /v1/courses/<id>/grade-closing/reopening).',
  periodClosed:
    'The grades of the grading period “{title}” are closed, so nobody changes its days, or scores and line items that belong to it. An instructor can amend what a learner ended it with (PUT /v1/courses/<id>/final-grades/<userId>?period=<id>), or open its grades again (POST /v1/courses/<id>/grade-closing/reopening?period=<id>).',
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
  scoreRange: '{field} must be from {min} to {max}',
  statusNeedsScore: 'A result that is {status} needs a score',
  statusWithoutScore: 'A result with a score cannot be {status}',
  statusMismatch: '{fault}.',
  categoryInUse:
    'The category “{title}” has {lineItems, plural, one {1 line item} other {# line items}}, so it was not removed. Send it with its id, or put its line items into another category first (PATCH /v1/line-items/<id>).',
  noSuchCategory: 'The course has no category with this id. GET /v1/courses/<id>/grade-rules lists them.',
  mustBeOfCourse: '{field} must name a category of the course',
  noSuchCategories: 'The course has no category with this id, or it was sent twice.',
  mustAllBeOfCourse: '{field} must name categories of the course, each once',
  rulesDoNotFit:
    'A total that is made of {parts} cannot be their {aggregation}: items become one by mean, points or natural weights, categories by anything but points and natural weights.',
  aggregationOfParts:
    '{parts, select, items {aggregation must be mean, points or natural where parts is items} other {aggregation must not be points or natural where parts is categories}}',
  weightsOverHundred:
    'The weights are {together} % together. Where a course may give more than 100 %, say so with allowsOverHundred.',
  weightsAtMostHundred: 'the weights of {field} must be 100 at most together',
  schemeOrder:
    'The grades of a scheme must have different names and falling bounds, and the last one must begin at 0.',
  schemeFalls: 'scheme.rows must have different names and fall to 0',
  schemeFault: 'The grading scheme does not fit its kind: {fault}.',
  schemeHasNo: 'scheme.{name} must be left out where the kind is {kind}',
  onlyClassesExclude:
    'scheme.rows can leave their bounds to the row below (includesFrom false) only where the kind is classes',
  onlyGpaHasValues: 'scheme.rows can have a value only where the kind is gpa',
  gpaNeedsValues: 'scheme.rows must each have a value where the kind is gpa',
  passFailHasTwo: 'scheme.rows must be two where the kind is pass_fail',
  pointsNeedMaximum: 'scheme.maximum is needed where the kind is points',
  breakpointsNeeded:
    'scheme.breakpoints must be at least two, the first at 0 percent, where the kind is breakpoints',
  breakpointsTurn: 'scheme.breakpoints must have rising percentages, and grades that only rise or only fall',
  gradeBegins: '{grade} begins {bound, select, at {at} other {above}} {from} %.',
  gradeIsLast: '{grade} is the last grade of the scheme.',
  gradeBeginsRounded:
    '{grade} begins {bound, select, at {at} other {above}} {from} %, which is compared with {percentage} %, rounded half up.',
  gradeIsLastRounded: '{grade} is the last grade of the scheme, by {percentage} %, rounded half up.',
  gradeIsPoints:
    '{grade} of {maximum} points: the share of them, rounded half up {places, plural, =0 {to whole points} one {to 1 decimal} other {to # decimals}}.',
  gradeIsPercent:
    '{grade} %, rounded half up {places, plural, =0 {to whole percents} one {to 1 decimal} other {to # decimals}}.',
  gradeIsOnLine:
    'Between the breakpoints of the scheme it is {exact}, {rounding, select, nearest {rounded to the nearest multiple of {step}, the better one of two} better {rounded to the next better multiple of {step}} other {rounded to the next worse multiple of {step}}}: {grade}.',
  latePolicyFault: 'The late policy does not fit its kind: {fault}.',
  rateNeedsPercent: 'latePolicy.percent is needed where the kind is rate',
  rateNeedsInterval: 'latePolicy.interval is needed where the kind is rate',
  rateHasNoSteps: 'latePolicy.steps must be left out where the kind is rate',
  stepsNeeded: 'latePolicy.steps is needed where the kind is steps',
  stepsHaveNoRate: 'latePolicy.percent and interval must be left out where the kind is steps',
  stepsMustRise:
    'latePolicy.steps must have rising hours and percentages that do not fall, and the last one must have no end (untilHours null)',
  missingDeduction:
    'missingDeduction says what is taken from missing work, where missing is deducted, and must be left out elsewhere.',
  missingDeductionFits: 'missingDeduction is needed where missing is deducted, and only there',
  submittedAtFault: '{fault}.',
  submittedInFuture: 'submittedAt must not be in the future',
  submittedThoughNot: 'submittedAt must be left out where the status is not submitted',
  lateSeconds: 'lateSeconds says how late work came whose status is late, and must be left out elsewhere.',
  lateSecondsFit: 'lateSeconds is needed where status is late, and only there',
  notHandedIn:
    'Work that was not submitted, or from which the learner is exempt, is not late. Record the submission first (PUT /v1/line-items/<id>/results/<user id> with submittedAt).',
  nothingToWaive: 'This result has no score, from which lateness could take something.',
  totalOfNothing: 'There is no total yet: nothing counts so far.',
  totalIs:
    'The total is {percentage} %, made of {parts, select, items {all line items} other {the categories}}: {aggregation, select, points {all points over all that can be reached} mean {the mean, each the same} weighted_mean {the mean, weighted} median {the median} lowest {the lowest} highest {the highest} natural {each by its part of the points, or by the weight that is set for it} other {the most frequent}}.',
  totalIsNamed:
    'The total is {percentage} % ({grade}), made of {parts, select, items {all line items} other {the categories}}: {aggregation, select, points {all points over all that can be reached} mean {the mean, each the same} weighted_mean {the mean, weighted} median {the median} lowest {the lowest} highest {the highest} natural {each by its part of the points, or by the weight that is set for it} other {the most frequent}}.',
  totalOfPeriods: 'The total is {percentage} %, made of the grading periods by their weights.',
  totalOfPeriodsNamed: 'The total is {percentage} % ({grade}), made of the grading periods by their weights.',
  noPeriodCounts:
    'Line items that are due in no grading period. They do not count, because the total is made of periods.',
  periodOfNothing: '{title}: nothing counts so far, so the period is left out.',
  periodOfZero: '{title}: nothing has a score, so the period counts 0. It counts {counted} % of the total.',
  periodWeighs:
    '{title}: {percentage} %, made of {parts, select, items {all its line items} other {its categories}}: {aggregation, select, points {all points over all that can be reached} mean {the mean, each the same} weighted_mean {the mean, weighted} median {the median} lowest {the lowest} highest {the highest} natural {each by its part of the points, or by the weight that is set for it} other {the most frequent}}. It counts {weight} % of the total.',
  periodIsScaled:
    '{title}: {percentage} %, made of {parts, select, items {all its line items} other {its categories}}: {aggregation, select, points {all points over all that can be reached} mean {the mean, each the same} weighted_mean {the mean, weighted} median {the median} lowest {the lowest} highest {the highest} natural {each by its part of the points, or by the weight that is set for it} other {the most frequent}}. It counts {counted} % of the total: {weight} %, scaled up because the weights that count are less than 100 % together.',
  categoryIsOverall:
    '{title}: {percentage} % over all periods, {aggregation, select, points {all points over all that can be reached} mean {the mean, each the same} weighted_mean {the mean, weighted} median {the median} lowest {the lowest} highest {the highest} natural {each by its part of the points, or by the weight that is set for it} other {the most frequent}}. For information: the total is made of the periods.',
  categoryOfNothingOverall: '{title}: nothing counts so far in any period.',
  itemsWithoutCategoryOverall:
    'Line items without a category, over all periods. For information: the total is made of the periods.',
  itemsWithoutCategory: 'Line items without a category. They count like all others.',
  noCategoryCounts:
    'Line items without a category. They do not count, because the total is made of categories.',
  categoryOfNothing: '{title}: nothing counts so far, so the category is left out.',
  categoryIs:
    '{title}: {percentage} %, {aggregation, select, points {all points over all that can be reached} mean {the mean, each the same} weighted_mean {the mean, weighted} median {the median} lowest {the lowest} highest {the highest} natural {each by its part of the points, or by the weight that is set for it} other {the most frequent}}.',
  categoryWeighs:
    '{title}: {percentage} %, {aggregation, select, points {all points over all that can be reached} mean {the mean, each the same} weighted_mean {the mean, weighted} median {the median} lowest {the lowest} highest {the highest} natural {each by its part of the points, or by the weight that is set for it} other {the most frequent}}. It counts {weight} % of the total.',
  categoryIsScaled:
    '{title}: {percentage} %, {aggregation, select, points {all points over all that can be reached} mean {the mean, each the same} weighted_mean {the mean, weighted} median {the median} lowest {the lowest} highest {the highest} natural {each by its part of the points, or by the weight that is set for it} other {the most frequent}}. It counts {counted} % of the total: {weight} %, scaled up because the weights that count are less than 100 % together.',
  itemWithLateness: '{item} {lateness}',
  lateWithDeduction:
    '{by} late: {deducted} of {entered} points were taken{isAtFloor, select, yes {, and no more, because of the floor} other {}}.',
  lateWithoutDeduction: '{by} late, which takes nothing.',
  latenessWaived: '{by} late, which was waived.',
  tokensLeave:
    '{late} {tokens, plural, one {1 grace token is} other {# grace tokens are}} spent on it, which leaves {by}.',
  tokensLeaveNothing:
    '{late} {tokens, plural, one {1 grace token is} other {# grace tokens are}} spent on it, which leaves nothing.',
  lateWithKeptTokens:
    '{late} {tokens, plural, one {1 grace token is} other {# grace tokens are}} kept for it until it has a score.',
  noTokenSpent: '{count, plural, one {The 1 grace token is} other {All # grace tokens are}} left.',
  tokensSpent:
    '{spent} of {count, plural, one {1 grace token} other {# grace tokens}} {spent, plural, one {is} other {are}} spent ({where}), {left} {left, plural, one {is} other {are}} left.',
  tokensOn: '{tokens} on {title}',
  calledOnTime: 'An instructor says that it is not late.',
  calledMissing: 'An instructor says that it is missing.',
  moreTimeWasGiven: 'An instructor gave more time.',
  byMinutes: '{minutes, plural, one {1 minute} other {# minutes}}',
  byHours: '{hours, plural, one {1 hour} other {# hours}}',
  byDays: '{days, plural, one {1 day} other {# days}}',
  byDaysAndHours:
    '{days, plural, one {1 day} other {# days}} and {hours, plural, one {1 hour} other {# hours}}',
  itemOnTop: '{title}: {points} points, on top of all that can be reached.',
  itemStands:
    '{title}: {outcome, select, counts {{points} of {possible} points ({share} %){isExtra, select, yes {, as extra credit} other {}}} missing_counts_zero {missing, so it counts 0 of {possible} points} missing_counts_share {missing, so it counts {points} of {possible} points} ungraded_counts_zero {no score, so it counts 0 of {possible} points} omitted {counts in no total} excused {excused, so it does not count} not_posted {the score is not posted yet, so it does not count} awaits_marks {waits for marks, so it does not count yet} not_graded {no score yet, so it does not count} nothing_to_reach {no points can be reached, so it does not count} no_category {in no category, so it does not count} no_period {due in no grading period, so it does not count} dropped_lowest {{points} of {possible} points, dropped: without it the result is the greatest} other {{points} of {possible} points, dropped as one of the highest}}.',
  computingTotals: 'Computing totals',
  totalsNotReady:
    'The totals of this course are being computed after a change that concerns many learners. Try again in {seconds, plural, one {1 second} other {# seconds}}.',
  structureChanging:
    'What the totals of this course depend on was changed while they were read, so they would be of two versions. Try again in a second.',
  structureChanged:
    'What the totals of this course depend on has changed since the page before. Begin with the first page again.',
});
