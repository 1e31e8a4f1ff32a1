import { ForbiddenError, UnauthenticatedError } from '../errors/domain-error';

export class NotSignedInError extends UnauthenticatedError {
  constructor() {
    super(
      'auth.not_signed_in',
      'This needs a valid access token: send "Authorization: Bearer …" with one from POST /v1/auth/token.',
    );
  }
}

export class RoleNeededError extends ForbiddenError {
  constructor(roles: readonly string[]) {
    super('auth.role_needed', `This is for the platform role ${roles.join(' or ')}.`);
  }
}
