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

/** Thrown into work whose operation was cancelled, or given up for dead, or whose process is ending. Internal. */
export class OperationStoppedError extends Error {}
