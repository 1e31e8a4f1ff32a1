import { MalformedError, UnavailableError } from '../errors/domain-error';
import { sentences } from '../errors/errors.sentences';

/** Other reports are being computed, and this one found no place in the line or waited too long in it. */
export class HeavyReadsBusyError extends UnavailableError {
  constructor(seconds: number) {
    super('server.busy', sentences.heavyReadsBusy({ seconds }), seconds);
  }
}

/** The client went away before its answer. Nobody sees this; as a fault of the client it is not logged as one of ours. */
export class ClientGoneError extends MalformedError {
  constructor() {
    super('request.malformed', sentences.clientGone());
  }
}
