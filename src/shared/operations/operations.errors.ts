import { ConflictError, NotFoundError } from '../errors/domain-error';

export class OperationNotFoundError extends NotFoundError {
  constructor() {
    super('operations.not_found', 'There is no such operation.');
  }
}

/** Another one of the kind is queued or running. */
export class OperationRunningError extends ConflictError {
  constructor() {
    super(
      'operations.already_running',
      'Another operation of this kind is running. Wait for it to finish, or cancel it.',
    );
  }
}

export class NothingToConfirmError extends ConflictError {
  constructor() {
    super('operations.nothing_to_confirm', 'This operation does not wait for a confirmation.');
  }
}

export class OperationFinishedError extends ConflictError {
  constructor() {
    super('operations.finished', 'This operation has finished.');
  }
}

/** What the operation works on is not kept any more, or not as it was received. */
export class InputGoneError extends NotFoundError {
  constructor() {
    super('operations.input_gone', 'What this operation works on is no longer here. Send it again.');
  }
}

/** This process cannot do the work, for reasons of its machine; another one may. Internal. */
export class ReplicaUnableError extends Error {}

/** Processes took the work up again and again and did not get any further. */
export class OperationStuckError extends ConflictError {
  constructor() {
    super(
      'operations.interrupted',
      'This was taken up several times and did not get any further; the logs say why. Run it again: what was done stays, and the rest is made up for.',
    );
  }
}

/** The store did not come back for as long as the work waits for it, but came back to be told so. */
export class StoreAwayTooLongError extends ConflictError {
  constructor() {
    super(
      'operations.store_unavailable',
      'The store was busy or away for too long. Run it again: what was done stays, and the rest is made up for.',
    );
  }
}

/** Nobody confirmed it while it waited. */
export class NotConfirmedError extends ConflictError {
  constructor(days: number) {
    super('operations.not_confirmed', `Nobody confirmed this within ${days} days. Nothing has changed.`);
  }
}

/** Thrown into work whose operation was canceled, or taken by another process, or whose process is ending. Internal. */
export class OperationStoppedError extends Error {}
