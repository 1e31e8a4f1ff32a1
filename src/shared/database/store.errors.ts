import { UnavailableError } from '../errors/domain-error';
import { exampleErrors } from '../errors/example-errors';
import { sentences } from '../errors/errors.sentences';

/** No connection was free in time. No statement was sent. */
export class StoreBusyError extends UnavailableError {
  constructor() {
    super('server.busy', sentences.busy(), 1);
  }
}

/** The connection broke during a commit or a write outside a transaction, so it is unknown whether the change was made. */
export class OutcomeUnknownError extends UnavailableError {
  constructor(cause: unknown) {
    super('server.outcome_unknown', sentences.outcomeUnknown(), 1);
    this.cause = cause;
  }
}

exampleErrors(new StoreBusyError(), new OutcomeUnknownError(undefined));
