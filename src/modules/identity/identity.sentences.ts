import { catalog } from '../../shared/sentences/sentence';
import { german } from './identity.sentences.de';

export const sentences = catalog(
  'identity',
  {
    wrongCredentials: 'The username or the password is wrong.',
    invalidRefreshToken: 'The refresh token is no longer valid. Sign in again.',
    tooManyTries:
      'Too many wrong tries. Try again in {seconds, plural, one {# second} other {# seconds}}, or reset the password with POST /v1/password-resets.',
    tooManyMails:
      'Too many mails were requested from your network. Try again in {seconds, plural, one {# second} other {# seconds}}.',
    busy: 'Too many people are signing in at the moment. Try again in a few seconds.',
    sessionNotFound: 'You have no such session.',
    registrationClosed: 'Nobody can register here. Ask your school for an account.',
    invalidToken: 'This token is no longer valid. Ask for a new mail.',
    alreadyRegistered: 'There is an account for this email address already. Sign in with it.',
    wrongCurrentPassword: 'The current password is wrong.',
    userNotFound: 'There is no such account.',
    usernameTaken: 'Another account has this username.',
    emailTaken: 'Another account has this email address.',
    sourcedIdTaken: 'Another account is linked to this sourcedId. Unlink that account first.',
    ownAccount:
      'You cannot suspend your own account or remove its administrator role. Another administrator can.',
    lastAdministrator: 'This is the last active administrator. Appoint another one first.',
    tokenRefused: 'token is unknown, used or expired',
    currentPasswordRefused: 'currentPassword is wrong',
    passwordTooShort: '{field} must have at least {least, number} characters',
    passwordTooLong: '{field} must have at most {most, number} characters',
    passwordIsName: '{field} must not be the username or the email address',
    passwordIsCommon: '{field} is one of the most common passwords',
    malformedUsername:
      "username may hold only letters, digits and . _ @ + '' -, at most {most, number} characters",
    malformedEmail: 'email must be an email address',
    malformedName: '{fault}.',
    usernameCharacters: "{field} may hold letters, digits and . _ @ + ' - only",
    locale: '{field} must be a language tag such as en-GB',
    timeZone: '{field} must be an IANA time zone such as Europe/Oslo',
    mailSent: 'If the address can receive mail from us, a mail is on its way.',
    weakPassword: 'Choose another password: {faults}.',

    confirmationSubject: 'Confirm your email address',
    confirmationText: `Somebody, probably you, registered at {publicUrl} with this email address.

To open the account, follow this link within 24 hours:

{link}

If you are asked for a token, it is:

{token}

If it was not you, do nothing: without the link there will be no account.
`,
    accountExistsSubject: 'You have an account already',
    accountExistsText: `Somebody, probably you, tried to register at {publicUrl} with this email address, for which there is an
account already. Sign in with it; if you have forgotten the password, ask for a new one there.

If it was not you, do nothing: nothing has changed.
`,
    passwordResetSubject: 'Choose a new password',
    passwordResetText: `Somebody, probably you, asked for a new password for your account "{username}".

To choose one, open this within an hour:

{link}

If you are asked for a token, it is:

{token}

If it was not you, do nothing: your password stays as it is.
`,
    passwordChangedSubject: 'Your password was changed',
    passwordChangedText: `The password of your account "{username}" was changed just now, and other devices were signed out.

If it was not you, ask for a new password at once, or tell your school.
`,
  },
  { de: german },
);
