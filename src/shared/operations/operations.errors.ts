import { ConflictError, NotFoundError, UnavailableError } from '../errors/domain-error';
import { exampleErrors } from '../errors/example-errors';
import { sentences } from './operations.sentences';

export class OperationNotFoundError extends NotFoundError {
  constructor() {
    super('operations.not_found', sentences.notFound());
  }
}

/** Another operation of the same kind is queued or running. */
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

/** It has not finished, has changed nothing, or changed it too long ago, or operations of its kind cannot be reversed. */
export class NotReversibleError extends ConflictError {
  constructor() {
    super('operations.not_reversible', sentences.notReversible());
  }
}

export class OperationFinishedError extends ConflictError {
  constructor() {
    super('operations.finished', sentences.finished());
  }
}

/** The input of the operation is no longer stored, or not as it was received. */
export class InputGoneError extends NotFoundError {
  constructor() {
    super('operations.input_gone', sentences.inputGone());
  }
}

/** The storage of the input cannot be reached: the operation waits for it. */
export class InputUnavailableError extends UnavailableError {
  constructor(options?: ErrorOptions) {
    super('operations.input_unavailable', sentences.inputUnavailable(), 5, options);
  }
}

/** The storage of the input was unreachable for longer than the work waits for it. */
export class InputUnavailableTooLongError extends ConflictError {
  constructor() {
    super('operations.input_unavailable', sentences.inputUnavailable());
  }
}

/** This process cannot do the work because of its machine, such as a full disk; another process may. Internal. */
export class ReplicaUnableError extends Error {}

/** The work was started several times and made no progress. */
export class OperationStuckError extends ConflictError {
  constructor() {
    super('operations.interrupted', sentences.interrupted());
  }
}

/** The database was unreachable for longer than the work waits for it. */
export class DatabaseUnavailableTooLongError extends ConflictError {
  constructor() {
    super('operations.store_unavailable', sentences.databaseUnavailable());
  }
}

/** Nobody confirmed the operation in time. */
export class NotConfirmedError extends ConflictError {
  constructor(days: number) {
    super('operations.not_confirmed', sentences.notConfirmed({ days }));
  }
}

/** Thrown by the calls of OperationTask: the operation was canceled or taken by another process, or this process is ending. */
export class OperationStoppedError extends Error {}

exampleErrors(
  new OperationNotFoundError(),
  new OperationRunningError(),
  new NothingToConfirmError(),
  new OperationFinishedError(),
  new NotReversibleError(),
);
