import { ConflictError, InvalidError, NotFoundError } from '../../shared/errors/domain-error';
import type { Sentence } from '../../shared/sentences/sentence';
import { exampleErrors } from '../../shared/errors/example-errors';
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
  constructor(min: string, max: string) {
    super('gradebook.score_out_of_range', sentences.scoreOutOfRange({ min, max }), [
      { field: 'score', rule: 'range', message: sentences.scoreRange({ min, max }) },
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

exampleErrors(
  new LineItemNotFoundError(),
  new NotALearnerError(),
  new ResultNotFoundError(),
  new QuizLineItemError(),
  new NoOverrideError(),
  new ResultsOutOfRangeError(3),
  new LineItemHasResultsError(24),
  new LineItemArchivedError(),
  new ResultsKeptError(24, sentences.quizStays()),
  new EmptyRangeError(),
  new DueTwiceError(),
  new ScoreOutOfRangeError('0', '20'),
  new ScoreStatusError(sentences.statusNeedsScore({ status: 'fully graded' })),
);
