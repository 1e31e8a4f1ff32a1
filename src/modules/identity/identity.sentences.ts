import { catalog } from '../../shared/sentences/sentence';
import { german } from './identity.sentences.de';

export const sentences = catalog(
  'identity',
  {
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
