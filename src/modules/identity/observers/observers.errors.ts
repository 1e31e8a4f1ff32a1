import { ConflictError, InvalidError, NotFoundError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './observers.sentences';

/** The caller does not observe such a learner now. */
export class LearnerNotObservedError extends NotFoundError {
  constructor() {
    super('identity.learner_not_observed', sentences.notObserved());
  }
}

/** There is no such link, or it has ended, or is not the caller's to end. */
export class ObserverLinkNotFoundError extends NotFoundError {
  constructor() {
    super('identity.observer_link_not_found', sentences.noLink());
  }
}

/** The same for a code that nobody has, one that was used, and one that has expired. */
export class WrongPairingCodeError extends InvalidError {
  constructor(field = 'code') {
    const message = sentences.wrongCode();
    super('identity.wrong_pairing_code', message, [{ field, rule: 'isOpen', message }]);
  }
}

/** Why one person cannot observe another. */
export type ObservingRefusal = 'self' | 'circular' | 'already' | 'not_a_learner' | 'no_such_account' | 'past';

export class CannotObserveError extends ConflictError {
  constructor(why: ObservingRefusal) {
    super('identity.cannot_observe', sentences.cannotObserve({ why }));
  }
}

exampleErrors(
  new LearnerNotObservedError(),
  new ObserverLinkNotFoundError(),
  new WrongPairingCodeError(),
  new CannotObserveError('circular'),
);
