import { UnavailableError } from '../errors/domain-error';
import { sentences } from '../errors/errors.sentences';

/** No connection came free in time. Nothing was sent. */
export class StoreBusyError extends UnavailableError {
  constructor() {
    super('server.busy', sentences.busy(), 1);
  }
}

/** The connection broke, or did not answer, while the store was making a change last. Whether it did is not known. */
export class OutcomeUnknownError extends UnavailableError {
  constructor(cause: unknown) {
    super('server.outcome_unknown', sentences.outcomeUnknown(), 1);
    this.cause = cause;
  }
}
