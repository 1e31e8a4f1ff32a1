import { ConflictError, InvalidError, MalformedError } from '../errors/domain-error';

export class KeyInFlightError extends ConflictError {
  override readonly retryAfterSeconds = 1;

  constructor() {
    super(
      'request.in_flight',
      'The first request with this Idempotency-Key is still running. Ask again in a moment.',
    );
  }
}

export class KeyReusedError extends InvalidError {
  constructor() {
    super(
      'request.idempotency_key_reused',
      'This Idempotency-Key was used for another request. Make a new key for a new request.',
      [
        {
          field: 'Idempotency-Key',
          rule: 'sameRequest',
          message: 'Idempotency-Key was used with another address, body or file',
        },
      ],
    );
  }
}

export class KeyMalformedError extends MalformedError {
  constructor() {
    super('request.invalid_idempotency_key', 'Idempotency-Key must be 1 to 255 printable ASCII characters.', [
      {
        field: 'Idempotency-Key',
        rule: 'length',
        message: 'Idempotency-Key must be 1 to 255 printable ASCII characters',
      },
    ]);
  }
}
