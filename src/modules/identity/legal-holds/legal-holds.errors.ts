import { ConflictError, InvalidError, NotFoundError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import type { LegalHold } from './legal-hold.entity';
import { sentences } from './legal-holds.sentences';

export class LegalHoldNotFoundError extends NotFoundError {
  constructor() {
    super('identity.legal_hold_not_found', sentences.notFound());
  }
}

/** Data about the person must be kept. Says why, and by which hold. */
export class LegalHoldError extends ConflictError {
  constructor({
    id,
    reason,
    placedAt,
    holdsUntil,
  }: Pick<LegalHold, 'id' | 'reason' | 'placedAt' | 'holdsUntil'>) {
    const until = holdsUntil?.toISOString() ?? 'none';
    const why = /[.!?]$/.test(reason) ? reason : `${reason}.`;
    super(
      'identity.legal_hold',
      sentences.isHeld({ id, reason: why, placed: placedAt.toISOString(), until }),
    );
  }
}

/** A hold that would end before it began. */
export class HoldEndsEarlyError extends InvalidError {
  constructor(field = 'holdsUntil') {
    const message = sentences.mustBeLater({ field });
    super('request.invalid', message, [{ field, rule: 'isLater', message }]);
  }
}

exampleErrors(
  new LegalHoldNotFoundError(),
  new LegalHoldError({
    id: '01990000-0000-7000-8000-000000001e9a',
    reason: 'Case 12/2026',
    placedAt: new Date('2026-03-02T09:00:00Z'),
    holdsUntil: null,
  }),
);
