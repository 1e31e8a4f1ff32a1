import { ForbiddenError, UnauthenticatedError } from '../errors/domain-error';
import { exampleErrors } from '../errors/example-errors';
import { sentences } from './auth.sentences';

export class NotSignedInError extends UnauthenticatedError {
  constructor() {
    super('auth.not_signed_in', sentences.notSignedIn());
  }
}

export class RoleNeededError extends ForbiddenError {
  constructor(roles: readonly string[]) {
    super('auth.role_needed', sentences.roleNeeded({ roles: roles.join(', ') }));
  }
}

exampleErrors(new NotSignedInError(), new RoleNeededError(['administrator', 'instructor']));
