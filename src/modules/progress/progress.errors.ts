import { ConflictError, NotFoundError } from '../../shared/errors/domain-error';

/** A quiz is completed by submitting an attempt, not by saying so. */
export class QuizCompletionError extends ConflictError {
  constructor() {
    super(
      'progress.quiz_completes_itself',
      'A quiz is completed by an attempt that passes, or by any attempt where it has no pass mark.',
    );
  }
}

/** An activity is to be deleted that learners have completed: their work hangs on it. */
export class ActivityCompletedError extends ConflictError {
  constructor(learners: number) {
    super(
      'progress.activity_completed',
      `${learners === 1 ? '1 learner has' : `${learners} learners have`} completed this activity, and learners' work is not deleted. The activity stays; it can be rewritten or moved.`,
    );
  }
}

/** The course has no such line item. */
export class ReportedLineItemNotFoundError extends NotFoundError {
  constructor() {
    super('progress.line_item_not_found', 'The course has no such line item.');
  }
}

/** A line item without a range has no distribution of scores to draw. */
export class NothingToScoreError extends ConflictError {
  constructor() {
    super('progress.nothing_to_score', 'Nothing can be scored here yet: the quiz has no questions.');
  }
}

/** Weeks of a course are counted from its start. */
export class NoStartDateError extends ConflictError {
  constructor() {
    super(
      'progress.no_start_date',
      'The course has no start date, so its weeks cannot be counted. Set one first.',
    );
  }
}
