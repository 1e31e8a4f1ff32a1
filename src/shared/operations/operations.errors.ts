import { ConflictError, NotFoundError } from '../errors/domain-error';
import { sentences } from './operations.sentences';

export class OperationNotFoundError extends NotFoundError {
  constructor() {
    super('operations.not_found', sentences.notFound());
  }
}

/** Another one of the kind is queued or running. */
export class OperationRunningError extends ConflictError {
  constructor() {
    super('operations.already_running', sentences.alreadyRunning());
  }
}

export class NothingToConfirmError extends ConflictError {
  constructor() {
    super('operations.nothing_to_confirm', sentences.nothingToConfirm());
  }
}

export class OperationFinishedError extends ConflictError {
  constructor() {
    super('operations.finished', sentences.finished());
  }
}

/** What the operation works on is not kept any more, or not as it was received. */
export class InputGoneError extends NotFoundError {
  constructor() {
    super('operations.input_gone', sentences.inputGone());
  }
}

/** This process cannot do the work, for reasons of its machine; another one may. Internal. */
export class ReplicaUnableError extends Error {}

/** Processes took the work up again and again and did not get any further. */
export class OperationStuckError extends ConflictError {
  constructor() {
    super('operations.interrupted', sentences.interrupted());
  }
}

/** The store did not come back for as long as the work waits for it, but came back to be told so. */
export class StoreAwayTooLongError extends ConflictError {
  constructor() {
    super('operations.store_unavailable', sentences.databaseUnavailable());
  }
}

/** Nobody confirmed it while it waited. */
export class NotConfirmedError extends ConflictError {
  constructor(days: number) {
    super('operations.not_confirmed', sentences.notConfirmed({ days }));
  }
}

/** Thrown into work whose operation was canceled, or taken by another process, or whose process is ending. Internal. */
export class OperationStoppedError extends Error {}
