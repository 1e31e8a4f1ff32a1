import { ConflictError, ForbiddenError, NotFoundError } from '../../shared/errors/domain-error';
import { completionKind, type CompletionRule } from '../courses';
import { exampleErrors } from '../../shared/errors/example-errors';
import { sentences } from './progress.sentences';

/** A quiz is completed by an attempt, and cannot be marked as completed. */
export class QuizCompletionError extends ConflictError {
  constructor() {
    super('progress.quiz_completes_itself', sentences.quizCompletesItself());
  }
}

/** A session is completed by its register, and cannot be marked as completed. */
export class SessionCompletionError extends ConflictError {
  constructor() {
    super('progress.register_completes', sentences.registerCompletes());
  }
}

/** The rule of the activity says what completes it, and the learner's word is no part of that. */
export class RuleCompletesError extends ConflictError {
  constructor({ match, conditions }: CompletionRule) {
    const asked = conditions.map((condition) => completionKind(condition.kind).says(condition));
    super('progress.rule_completes', sentences.ruleCompletes({ match, asked }));
  }
}

/** The author has to say what becomes of those who have completed the activity by another rule. */
export class EarlierCompletionsError extends ConflictError {
  constructor(learners: number) {
    super('progress.completions_to_decide', sentences.completionsToDecide({ learners }));
  }
}

/** There is nothing to complete in such an activity. */
export class NothingToCompleteError extends ConflictError {
  constructor() {
    super('progress.nothing_to_complete', sentences.nothingToComplete());
  }
}

/** An activity that learners have completed cannot be deleted. */
export class ActivityCompletedError extends ConflictError {
  constructor(learners: number) {
    super('progress.activity_completed', sentences.activityCompleted({ learners }));
  }
}

/** What is watched is told of published videos only. */
export class NotAVideoError extends NotFoundError {
  constructor() {
    super('progress.not_a_video', sentences.notAVideo());
  }
}

/** Another signal of the learner has the id. */
export class SignalIdTakenError extends ConflictError {
  constructor(fields: readonly string[]) {
    super(
      'progress.signal_id_taken',
      sentences.signalIdTaken(),
      fields.map((field) => ({ field, rule: 'isNew', message: sentences.signalIdOf({ field }) })),
    );
  }
}

/** Nobody with this id is or ever was a learner of the course. */
export class LearnerNotFoundError extends NotFoundError {
  constructor() {
    super('progress.learner_not_found', sentences.learnerNotFound());
  }
}

/** The course has no such line item. */
export class ReportedLineItemNotFoundError extends NotFoundError {
  constructor() {
    super('progress.line_item_not_found', sentences.lineItemNotFound());
  }
}

/** A line item without a range has no distribution of scores to draw. */
export class NothingToScoreError extends ConflictError {
  constructor() {
    super('progress.nothing_to_score', sentences.nothingToScore());
  }
}

/** Weeks of a course are counted from its start. */
export class NoStartDateError extends ConflictError {
  constructor() {
    super('progress.no_start_date', sentences.noStartDate());
  }
}

export class ChartLinkExpiredError extends ForbiddenError {
  constructor() {
    super('progress.chart_link_expired', sentences.chartLinkExpired());
  }
}

/** A link that we did not make, or that was changed. */
export class ChartLinkInvalidError extends ForbiddenError {
  constructor() {
    super('progress.chart_link_invalid', sentences.chartLinkInvalid());
  }
}

exampleErrors(
  new QuizCompletionError(),
  new SessionCompletionError(),
  new NothingToCompleteError(),
  new RuleCompletesError({
    match: 'all',
    conditions: [{ kind: 'viewed' }, { kind: 'score', minPercent: '60' }],
  }),
  new EarlierCompletionsError(12),
  new ActivityCompletedError(12),
  new NotAVideoError(),
  new SignalIdTakenError(['views[0].id']),
  new LearnerNotFoundError(),
  new ReportedLineItemNotFoundError(),
  new NothingToScoreError(),
  new NoStartDateError(),
  new ChartLinkExpiredError(),
  new ChartLinkInvalidError(),
);
