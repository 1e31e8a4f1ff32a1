import {
  ConflictError,
  ForbiddenError,
  InvalidError,
  NotFoundError,
} from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { MOST_KEYS } from './key-rules';
import { sentences } from './keys.sentences';

/** Also for learners: keys are for instructors. */
export class KeyNotFoundError extends NotFoundError {
  constructor() {
    super('enrollments.key_not_found', sentences.noKey());
  }
}

/** The course wants a key, and none was said. */
export class KeyNeededError extends ForbiddenError {
  constructor() {
    super('enrollments.key_needed', sentences.keyNeeded());
  }
}

/** Also of a key that is revoked. */
export class WrongKeyError extends ForbiddenError {
  constructor() {
    super('enrollments.wrong_key', sentences.wrongKey());
  }
}

/** The key opens the course later, or no more. */
export class KeyClosedError extends ConflictError {
  constructor(why: 'not_yet' | 'over', at: Date) {
    const instant = at.toISOString();
    super(
      'enrollments.key_closed',
      why === 'not_yet' ? sentences.notYet({ at: instant }) : sentences.over({ at: instant }),
    );
  }
}

export class KeyUsedUpError extends ConflictError {
  constructor(most: number) {
    super('enrollments.key_used_up', sentences.usedUp({ most }));
  }
}

export class KeyTakenError extends ConflictError {
  constructor() {
    super('enrollments.key_taken', sentences.keyTaken(), [
      { field: 'key', rule: 'isUnique', message: sentences.keyTakenField() },
    ]);
  }
}

export class TooManyKeysError extends ConflictError {
  constructor() {
    super('enrollments.too_many_keys', sentences.tooManyKeys({ most: MOST_KEYS }));
  }
}

export class KeyRevokedError extends ConflictError {
  constructor() {
    super('enrollments.key_revoked', sentences.revoked());
  }
}

export class KeyWindowError extends InvalidError {
  constructor() {
    super('enrollments.closes_before_it_opens', sentences.closesFirst(), [
      { field: 'closesAt', rule: 'after', message: sentences.closesFirst() },
    ]);
  }
}

export class NoSuchGroupError extends InvalidError {
  constructor() {
    super('enrollments.no_such_group', sentences.noSuchGroup(), [
      { field: 'groupId', rule: 'exists', message: sentences.noSuchGroupField() },
    ]);
  }
}

/** With which somebody who says a key is refused, by status. */
export const KEY_REFUSALS = {
  403: ['enrollments.key_needed', 'enrollments.wrong_key'],
  409: ['enrollments.key_closed', 'enrollments.key_used_up', 'enrollments.group_full'],
};

exampleErrors(
  new KeyNotFoundError(),
  new KeyNeededError(),
  new WrongKeyError(),
  new KeyClosedError('over', new Date('2040-03-02T08:00:00.000Z')),
  new KeyUsedUpError(20),
  new KeyTakenError(),
  new TooManyKeysError(),
  new KeyRevokedError(),
  new KeyWindowError(),
  new NoSuchGroupError(),
);
