import { UnavailableError } from '../errors/domain-error';

/** No connection came free in time. Nothing was sent. */
export class StoreBusyError extends UnavailableError {
  constructor() {
    super('server.busy', 'The store is busy or away, and nothing was done. Try again shortly.', 1);
  }
}

/** The connection broke, or did not answer, while the store was making a change last. Whether it did is not known. */
export class OutcomeUnknownError extends UnavailableError {
  constructor(cause: unknown) {
    super(
      'server.outcome_unknown',
      'The connection to the store broke at the last step, so this may have been done or not. Look before you send it again, or send it again with the same Idempotency-Key.',
      1,
    );
    this.cause = cause;
  }
}
