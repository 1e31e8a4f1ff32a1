import {
  ConflictError,
  type FieldError,
  ForbiddenError,
  InvalidError,
  NotFoundError,
  TooManyRequestsError,
  UnauthenticatedError,
  UnavailableError,
} from '../../shared/errors/domain-error';
import { sentences } from './identity.sentences';

/** The same for an unknown account, one without a password, a suspended one and a wrong password. */
export class WrongCredentialsError extends UnauthenticatedError {
  constructor() {
    super('identity.wrong_credentials', 'The username or the password is not right.');
  }
}

/** Unknown, expired, used before, or of a session that has ended: the holder must sign in again in any case. */
export class InvalidRefreshTokenError extends UnauthenticatedError {
  constructor() {
    super('identity.invalid_refresh_token', 'The refresh token is not valid any more. Sign in again.');
  }
}

/** Too many wrong passwords or unknown tokens lately: for this account here, from this network or from everywhere. */
export class TooManyTriesError extends TooManyRequestsError {
  constructor(seconds: number) {
    super(
      'request.too_many',
      `Too many wrong tries. Try again in ${seconds} s, or have a mail sent under POST /v1/password-resets.`,
      seconds,
    );
  }
}

/** More passwords wait to be checked than can be within a reasonable time. */
export class PasswordsBusyError extends UnavailableError {
  constructor() {
    super('identity.busy', 'Too many people are signing in just now. Try again in a moment.');
  }
}

export class SessionNotFoundError extends NotFoundError {
  constructor() {
    super('identity.session_not_found', 'You have no such session.');
  }
}

export class RegistrationClosedError extends ForbiddenError {
  constructor() {
    super('identity.registration_closed', 'Registration is closed here. Ask your school for an account.');
  }
}

/** The token of a mail is unknown, used or expired. */
export class InvalidOneTimeTokenError extends InvalidError {
  constructor() {
    super('identity.invalid_token', 'This token is not valid any more. Ask for a new mail.', [
      { field: 'token', rule: 'valid', message: 'token is unknown, used or expired' },
    ]);
  }
}

/** Somebody confirmed a registration for an email address that has got an account meanwhile. */
export class AlreadyRegisteredError extends ConflictError {
  constructor() {
    super(
      'identity.already_registered',
      'There is an account for this email address already. Sign in with it.',
    );
  }
}

export class WeakPasswordError extends InvalidError {
  constructor(faults: FieldError[]) {
    const messages = faults.map(({ message }) => message);
    super('identity.weak_password', sentences.weakPassword({ faults: messages }), faults);
  }
}

export class WrongCurrentPasswordError extends InvalidError {
  constructor() {
    super('identity.wrong_current_password', 'The current password is not right.', [
      { field: 'currentPassword', rule: 'matches', message: 'currentPassword is not right' },
    ]);
  }
}

export class UserNotFoundError extends NotFoundError {
  constructor() {
    super('identity.user_not_found', 'There is no such account.');
  }
}

export class UsernameTakenError extends ConflictError {
  constructor() {
    super('identity.username_taken', 'Another account has this username.');
  }
}

export class EmailTakenError extends ConflictError {
  constructor() {
    super('identity.email_taken', 'Another account has this email address.');
  }
}

export class OwnAccountError extends ForbiddenError {
  constructor() {
    super(
      'identity.own_account',
      'You cannot suspend your own account or take its administrator role away. Another administrator can.',
    );
  }
}

export class LastAdministratorError extends ConflictError {
  constructor() {
    super('identity.last_administrator', 'This is the last active administrator. Appoint another one first.');
  }
}
