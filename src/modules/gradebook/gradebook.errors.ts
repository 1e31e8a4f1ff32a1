import { ConflictError, InvalidError, NotFoundError } from '../../shared/errors/domain-error';
import type { Sentence } from '../../shared/sentences/sentence';
import { exampleErrors } from '../../shared/errors/example-errors';
import type { Aggregation } from './totals/aggregations';
import type { TotalParts } from './totals/grade-rules';
import { sentences } from './gradebook.sentences';

export class LineItemNotFoundError extends NotFoundError {
  constructor() {
    super('gradebook.line_item_not_found', sentences.lineItemNotFound());
  }
}

export class NotALearnerError extends NotFoundError {
  constructor() {
    super('gradebook.not_a_learner', sentences.notALearner());
  }
}

export class ResultNotFoundError extends NotFoundError {
  constructor() {
    super('gradebook.result_not_found', sentences.resultNotFound());
  }
}

/** The final grades of the course are recorded, so nobody changes by hand what they are made of. */
export class GradesClosedError extends ConflictError {
  constructor() {
    super('gradebook.grades_closed', sentences.gradesClosed());
  }
}

/** The grades of a grading period are recorded, so nobody changes by hand what belongs to it. */
export class PeriodClosedError extends ConflictError {
  constructor(title: string) {
    super('gradebook.period_closed', sentences.periodClosed({ title }));
  }
}

/** Title, range and due date of a quiz's line item come from the quiz. */
export class QuizLineItemError extends ConflictError {
  constructor() {
    super('gradebook.quiz_line_item', sentences.quizLineItem());
  }
}

export class NoOverrideError extends ConflictError {
  constructor() {
    super('gradebook.no_override', sentences.noOverride());
  }
}

export class ResultsOutOfRangeError extends ConflictError {
  constructor(results: number) {
    super('gradebook.results_out_of_range', sentences.resultsOutOfRange({ results }));
  }
}

/** Results are learners' work, which nothing deletes. */
export class LineItemHasResultsError extends ConflictError {
  constructor(results: number) {
    super('gradebook.line_item_has_results', sentences.lineItemHasResults({ results }));
  }
}

export class LineItemArchivedError extends ConflictError {
  constructor() {
    super('gradebook.line_item_archived', sentences.lineItemArchived());
  }
}

/** A quiz or a course for which results were recorded cannot be deleted. */
export class ResultsKeptError extends ConflictError {
  constructor(results: number, whatToDo: Sentence) {
    super('gradebook.results_kept', sentences.resultsKept({ results, whatToDo }));
  }
}

export class EmptyRangeError extends InvalidError {
  constructor() {
    super('gradebook.empty_range', sentences.emptyRange(), [
      { field: 'resultValueMax', rule: 'range', message: sentences.mustBeAboveMin() },
    ]);
  }
}

export class DueTwiceError extends InvalidError {
  constructor() {
    super('gradebook.due_twice', sentences.dueTwice(), [
      { field: 'dueDate', rule: 'exclusive', message: sentences.dueExclusive() },
    ]);
  }
}

export class ScoreOutOfRangeError extends InvalidError {
  constructor(min: string, max: string, field = 'score') {
    super('gradebook.score_out_of_range', sentences.scoreOutOfRange({ min, max }), [
      { field, rule: 'range', message: sentences.scoreRange({ field, min, max }) },
    ]);
  }
}

export class ScoreStatusError extends InvalidError {
  constructor(fault: Sentence) {
    super('gradebook.score_status_mismatch', sentences.statusMismatch({ fault }), [
      { field: 'scoreStatus', rule: 'fitsScore', message: fault },
    ]);
  }
}

/** Line items are not left without a category by accident. */
export class CategoryInUseError extends ConflictError {
  constructor(title: string, lineItems: number) {
    super('gradebook.category_in_use', sentences.categoryInUse({ title, lineItems }));
  }
}

/** A category that the course does not have. */
export class NoSuchCategoryError extends InvalidError {
  constructor(field: 'categoryId' | 'categories' | 'category') {
    // A list may also name one twice.
    const isList = field === 'categories';
    super('gradebook.no_such_category', isList ? sentences.noSuchCategories() : sentences.noSuchCategory(), [
      {
        ...{ field, rule: 'exists' },
        message: isList ? sentences.mustAllBeOfCourse({ field }) : sentences.mustBeOfCourse({ field }),
      },
    ]);
  }
}

/** The total cannot be made of its parts in this way. */
export class RulesDoNotFitError extends InvalidError {
  constructor(parts: TotalParts, aggregation: Aggregation) {
    super('gradebook.rules_do_not_fit', sentences.rulesDoNotFit({ parts, aggregation }), [
      { field: 'aggregation', rule: 'fitsParts', message: sentences.aggregationOfParts({ parts }) },
    ]);
  }
}

export class WeightsOverHundredError extends InvalidError {
  constructor(together: string, field: 'categories' | 'periods') {
    super('gradebook.weights_over_hundred', sentences.weightsOverHundred({ together }), [
      { field, rule: 'atMostHundred', message: sentences.weightsAtMostHundred({ field }) },
    ]);
  }
}

export class SchemeOrderError extends InvalidError {
  constructor() {
    super('gradebook.scheme_order', sentences.schemeOrder(), [
      { field: 'scheme.rows', rule: 'falling', message: sentences.schemeFalls() },
    ]);
  }
}

/** Terms that a scheme of its kind does not have, or lacks. */
export class SchemeTermsError extends InvalidError {
  constructor(field: string, fault: Sentence) {
    super('gradebook.scheme_terms', sentences.schemeFault({ fault }), [
      { field: `scheme.${field}`, rule: 'fitsKind', message: fault },
    ]);
  }
}

/** Terms that a late policy of its kind does not have, or lacks. */
export class LatePolicyError extends InvalidError {
  constructor(field: 'percent' | 'interval' | 'steps', fault: Sentence) {
    super('gradebook.late_policy', sentences.latePolicyFault({ fault }), [
      { field: `latePolicy.${field}`, rule: 'fitsKind', message: fault },
    ]);
  }
}

/** `missingDeduction` belongs to the rule `deducted`, and to no other. */
export class MissingDeductionError extends InvalidError {
  constructor() {
    super('gradebook.missing_deduction', sentences.missingDeduction(), [
      { field: 'missingDeduction', rule: 'fitsMissing', message: sentences.missingDeductionFits() },
    ]);
  }
}

/** Work cannot have come in later than now, or though it did not. */
export class SubmittedAtError extends InvalidError {
  constructor(fault: Sentence) {
    super('gradebook.submitted_at', sentences.submittedAtFault({ fault }), [
      { field: 'submittedAt', rule: 'possible', message: fault },
    ]);
  }
}

/** `lateSeconds` belongs to the status `late`, and to no other. */
export class LateSecondsError extends InvalidError {
  constructor() {
    super('gradebook.late_seconds', sentences.lateSeconds(), [
      { field: 'lateSeconds', rule: 'fitsStatus', message: sentences.lateSecondsFit() },
    ]);
  }
}

/** What is exempt or was not submitted is not late. */
export class NotHandedInError extends ConflictError {
  constructor() {
    super('gradebook.not_handed_in', sentences.notHandedIn());
  }
}

export class NothingToWaiveError extends ConflictError {
  constructor() {
    super('gradebook.nothing_to_waive', sentences.nothingToWaive());
  }
}

exampleErrors(
  new LateSecondsError(),
  new NotHandedInError(),
  new NothingToWaiveError(),
  new LatePolicyError('percent', sentences.rateNeedsPercent()),
  new MissingDeductionError(),
  new SubmittedAtError(sentences.submittedInFuture()),
  new LineItemNotFoundError(),
  new NotALearnerError(),
  new ResultNotFoundError(),
  new GradesClosedError(),
  new PeriodClosedError('First half'),
  new QuizLineItemError(),
  new NoOverrideError(),
  new ResultsOutOfRangeError(3),
  new LineItemHasResultsError(24),
  new LineItemArchivedError(),
  new ResultsKeptError(24, sentences.quizStays()),
  new EmptyRangeError(),
  new DueTwiceError(),
  new ScoreOutOfRangeError('0', '20'),
  new CategoryInUseError('Homework', 6),
  new NoSuchCategoryError('categoryId'),
  new RulesDoNotFitError('items', 'median'),
  new WeightsOverHundredError('120', 'categories'),
  new SchemeOrderError(),
  new SchemeTermsError('maximum', sentences.pointsNeedMaximum()),
  new ScoreStatusError(sentences.statusNeedsScore({ status: 'fully graded' })),
);
