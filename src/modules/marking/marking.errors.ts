import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from '../../shared/errors/domain-error';
import { exampleErrors } from '../../shared/errors/example-errors';
import { sentences } from './marking.sentences';

export class ScriptNotFoundError extends NotFoundError {
  constructor() {
    super('marking.script_not_found', sentences.scriptNotFound());
  }
}

export class NothingLeftError extends NotFoundError {
  constructor() {
    super('marking.nothing_left', sentences.nothingLeft());
  }
}

/** Somebody else is marking the script. */
export class ScriptClaimedError extends ConflictError {
  constructor(name: string, until: Date) {
    super('marking.claimed', sentences.claimed({ name, until: until.toISOString() }));
  }
}

export class NotHandedInError extends ConflictError {
  constructor() {
    super('marking.not_handed_in', sentences.notHandedIn());
  }
}

export class MarkOutOfBoundsError extends InvalidError {
  constructor(max: string) {
    super('marking.points_out_of_bounds', sentences.outOfBounds({ max }), [
      { field: 'points', rule: 'range', message: sentences.outOfBoundsField({ field: 'points', max }) },
    ]);
  }
}

export class OwnWorkError extends ForbiddenError {
  constructor() {
    super('marking.own_work', sentences.ownWork());
  }
}

export class AnonymousFilterError extends InvalidError {
  constructor() {
    super('marking.anonymous_filter', sentences.anonymousFilter(), [
      { field: 'userId', rule: 'absent', message: sentences.userNotAnonymous({ field: 'userId' }) },
    ]);
  }
}

exampleErrors(
  new ScriptNotFoundError(),
  new NothingLeftError(),
  new ScriptClaimedError('Ingrid Solberg', new Date('2026-03-09T10:30:00Z')),
  new NotHandedInError(),
  new MarkOutOfBoundsError('5'),
  new OwnWorkError(),
  new AnonymousFilterError(),
);
