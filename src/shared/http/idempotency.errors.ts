import { ConflictError, InvalidError, MalformedError } from '../errors/domain-error';
import { exampleErrors } from '../errors/example-errors';
import { sentences } from './http.sentences';

export class KeyInFlightError extends ConflictError {
  override readonly retryAfterSeconds = 1;

  constructor() {
    super('request.in_flight', sentences.keyInFlight());
  }
}

export class KeyReusedError extends InvalidError {
  constructor() {
    super('request.idempotency_key_reused', sentences.keyReused(), [
      {
        field: 'Idempotency-Key',
        rule: 'sameRequest',
        message: sentences.keyReusedField(),
      },
    ]);
  }
}

export class KeyMalformedError extends MalformedError {
  constructor() {
    super('request.invalid_idempotency_key', sentences.malformedKey(), [
      {
        field: 'Idempotency-Key',
        rule: 'length',
        message: sentences.malformedKeyField(),
      },
    ]);
  }
}

exampleErrors(new KeyInFlightError(), new KeyReusedError(), new KeyMalformedError());
