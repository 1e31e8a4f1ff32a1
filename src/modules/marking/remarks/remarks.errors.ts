import {
  ConflictError,
  type FieldError,
  InvalidError,
  NotFoundError,
} from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import type { RemarkState } from './remark-states';
import { sentences } from './remarks.sentences';

/** Messages of a request. */
export const MOST_MESSAGES = 100;

export class RemarkRequestNotFoundError extends NotFoundError {
  constructor() {
    super('marking.remark_request_not_found', sentences.notFound());
  }
}

export class RemarksNotOfferedError extends ConflictError {
  constructor() {
    super('marking.remarks_not_offered', sentences.notOffered());
  }
}

export class RemarkWindowClosedError extends ConflictError {
  constructor(until: Date) {
    super('marking.remark_window_closed', sentences.windowClosed({ until: until.toISOString() }));
  }
}

/** No mark was given, or the learner does not see it. */
export class NoMarkToSeeError extends ConflictError {
  constructor() {
    super('marking.no_mark_to_see', sentences.notMarked());
  }
}

export class RemarkRequestOpenError extends ConflictError {
  constructor() {
    super('marking.remark_request_open', sentences.isOpen());
  }
}

/** A decision is final. */
export class RemarkDecidedError extends ConflictError {
  constructor() {
    super('marking.remark_decided', sentences.isDecided());
  }
}

export class RemarkRequestOverError extends ConflictError {
  constructor(state: RemarkState) {
    super('marking.remark_request_over', sentences.isOver({ state }));
  }
}

export class TooManyMessagesError extends ConflictError {
  constructor() {
    super('marking.too_many_messages', sentences.tooManyMessages({ most: MOST_MESSAGES }));
  }
}

export class InvalidDecisionError extends InvalidError {
  constructor(fault: FieldError) {
    super('marking.invalid_decision', sentences.badDecision(), [fault]);
  }
}

exampleErrors(
  new RemarkRequestNotFoundError(),
  new RemarksNotOfferedError(),
  new RemarkWindowClosedError(new Date('2026-03-16T10:30:00Z')),
  new NoMarkToSeeError(),
  new RemarkRequestOpenError(),
  new RemarkDecidedError(),
  new RemarkRequestOverError('kept'),
  new TooManyMessagesError(),
  new InvalidDecisionError({
    ...{ field: 'points', rule: 'needed', message: sentences.pointsNeeded({ field: 'points' }) },
  }),
);
