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
import type { Sentence } from '../../shared/sentences/sentence';
import { exampleErrors } from '../../shared/errors/example-errors';
import { sentences } from './identity.sentences';

/** The same for an unknown account, one without a password, a suspended one and a wrong password. */
export class WrongCredentialsError extends UnauthenticatedError {
  constructor() {
    super('identity.wrong_credentials', sentences.wrongCredentials());
  }
}

/** The token is unknown, expired, used before, or of a session that has ended: the client must sign in again. */
export class InvalidRefreshTokenError extends UnauthenticatedError {
  constructor() {
    super('identity.invalid_refresh_token', sentences.invalidRefreshToken());
  }
}

/** Too many wrong passwords or unknown tokens: for this account, from this network, or from all networks. */
export class TooManyTriesError extends TooManyRequestsError {
  constructor(seconds: number) {
    super('request.too_many', sentences.tooManyTries({ seconds }), seconds);
  }
}

/** The queue of passwords to check is longer than can be worked off in a reasonable time. */
export class PasswordsBusyError extends UnavailableError {
  constructor() {
    super('identity.busy', sentences.busy());
  }
}

export class SessionNotFoundError extends NotFoundError {
  constructor() {
    super('identity.session_not_found', sentences.sessionNotFound());
  }
}

export class RegistrationClosedError extends ForbiddenError {
  constructor() {
    super('identity.registration_closed', sentences.registrationClosed());
  }
}

/** The token of a mail is unknown, used or expired. */
export class InvalidOneTimeTokenError extends InvalidError {
  constructor() {
    super('identity.invalid_token', sentences.invalidToken(), [
      { field: 'token', rule: 'valid', message: sentences.tokenRefused() },
    ]);
  }
}

/** A registration was confirmed for an email address that another account has taken since. */
export class AlreadyRegisteredError extends ConflictError {
  constructor() {
    super('identity.already_registered', sentences.alreadyRegistered());
  }
}

/** A rule that a new password breaks. */
export interface PasswordFault extends FieldError {
  message: Sentence;
}

export class WeakPasswordError extends InvalidError {
  constructor(faults: PasswordFault[]) {
    const messages = faults.map(({ message }) => message);
    super('identity.weak_password', sentences.weakPassword({ faults: messages }), faults);
  }
}

export class WrongCurrentPasswordError extends InvalidError {
  constructor() {
    super('identity.wrong_current_password', sentences.wrongCurrentPassword(), [
      { field: 'currentPassword', rule: 'matches', message: sentences.currentPasswordRefused() },
    ]);
  }
}

export class UserNotFoundError extends NotFoundError {
  constructor() {
    super('identity.user_not_found', sentences.userNotFound());
  }
}

export class UsernameTakenError extends ConflictError {
  constructor() {
    super('identity.username_taken', sentences.usernameTaken());
  }
}

export class EmailTakenError extends ConflictError {
  constructor() {
    super('identity.email_taken', sentences.emailTaken());
  }
}

/** Another account is linked to this row of the roster. */
export class SourcedIdTakenError extends ConflictError {
  constructor() {
    super('identity.sourced_id_taken', sentences.sourcedIdTaken());
  }
}

export class OwnAccountError extends ForbiddenError {
  constructor() {
    super('identity.own_account', sentences.ownAccount());
  }
}

export class LastAdministratorError extends ConflictError {
  constructor() {
    super('identity.last_administrator', sentences.lastAdministrator());
  }
}

exampleErrors(
  new WrongCredentialsError(),
  new InvalidRefreshTokenError(),
  new PasswordsBusyError(),
  new SessionNotFoundError(),
  new RegistrationClosedError(),
  new InvalidOneTimeTokenError(),
  new AlreadyRegisteredError(),
  new WeakPasswordError([
    {
      field: 'newPassword',
      rule: 'notCommon',
      message: sentences.passwordIsCommon({ field: 'newPassword' }),
    },
  ]),
  new WrongCurrentPasswordError(),
  new UserNotFoundError(),
  new UsernameTakenError(),
  new EmailTakenError(),
  new SourcedIdTakenError(),
  new OwnAccountError(),
  new LastAdministratorError(),
);
