import { ConflictError, InvalidError, NotFoundError } from '../../shared/errors/domain-error';

export class LineItemNotFoundError extends NotFoundError {
  constructor() {
    super('gradebook.line_item_not_found', 'There is no such line item, or its course is not open to you.');
  }
}

export class NotALearnerError extends NotFoundError {
  constructor() {
    super('gradebook.not_a_learner', 'This person is not and never was a learner of the course.');
  }
}

export class ResultNotFoundError extends NotFoundError {
  constructor() {
    super('gradebook.result_not_found', 'This learner has no result for the line item.');
  }
}

/** Title, range and due date of a quiz's line item come from the quiz. */
export class QuizLineItemError extends ConflictError {
  constructor() {
    super(
      'gradebook.quiz_line_item',
      'This line item belongs to a quiz: change the title, the points and the due date there. Only its description can be changed here.',
    );
  }
}

export class NoOverrideError extends ConflictError {
  constructor() {
    super(
      'gradebook.no_override',
      'This result was not overridden: only a score that an instructor gave in place of a quiz can be lifted.',
    );
  }
}

export class ResultsOutOfRangeError extends ConflictError {
  constructor(count: number) {
    super(
      'gradebook.results_out_of_range',
      `${count === 1 ? '1 result lies' : `${count} results lie`} outside this range. Change the results first.`,
    );
  }
}

/** What hangs on a line item is learners' work, which nothing deletes. */
export class LineItemHasResultsError extends ConflictError {
  constructor(results: number) {
    super(
      'gradebook.line_item_has_results',
      `${results === 1 ? '1 result was' : `${results} results were`} recorded for this line item, and learners' work is not deleted. Archive the line item instead (PUT /v1/line-items/{id}/archive); it can be restored.`,
    );
  }
}

export class LineItemArchivedError extends ConflictError {
  constructor() {
    super(
      'gradebook.line_item_archived',
      'The line item is archived: it does not count, and nothing about it changes. An instructor can restore it (DELETE /v1/line-items/{id}/archive).',
    );
  }
}

/** A quiz, or a course, is to be deleted for which results were recorded. */
export class ResultsKeptError extends ConflictError {
  constructor(results: number, whatToDo: string) {
    super(
      'gradebook.results_kept',
      `${results === 1 ? '1 result was' : `${results} results were`} recorded here, and learners' work is not deleted. ${whatToDo}`,
    );
  }
}

export class EmptyRangeError extends InvalidError {
  constructor() {
    super('gradebook.empty_range', 'resultValueMax must be above resultValueMin.', [
      { field: 'resultValueMax', rule: 'range', message: 'resultValueMax must be above resultValueMin' },
    ]);
  }
}

export class DueTwiceError extends InvalidError {
  constructor() {
    super('gradebook.due_twice', 'Send dueDate or dueAt, not both.', [
      { field: 'dueDate', rule: 'exclusive', message: 'dueDate and dueAt exclude each other' },
    ]);
  }
}

export class ScoreOutOfRangeError extends InvalidError {
  constructor(min: string, max: string) {
    super(
      'gradebook.score_out_of_range',
      `The score must be from ${min} to ${max}, the range of the line item. There is no extra credit.`,
      [{ field: 'score', rule: 'range', message: `score must be from ${min} to ${max}` }],
    );
  }
}

export class ScoreStatusError extends InvalidError {
  constructor(message: string) {
    super('gradebook.score_status_mismatch', `${message}.`, [
      { field: 'scoreStatus', rule: 'fitsScore', message },
    ]);
  }
}
