import type { Mail } from '../../../shared/mail/mail-transport';

/** The token stands in the link's fragment, which browsers keep to themselves, and again by itself, for clients without a page. */
export function passwordResetMail(to: string, username: string, token: string, publicUrl: string): Mail {
  return {
    to,
    subject: 'Choose a new password',
    text: `Somebody, probably you, asked for a new password for your account "${username}".

To choose one, open this within an hour:

${publicUrl}/reset-password#token=${token}

If you are asked for a token, it is:

${token}

If it was not you, do nothing: your password stays as it is.
`,
  };
}

export function passwordChangedMail(to: string, username: string): Mail {
  return {
    to,
    subject: 'Your password was changed',
    text: `The password of your account "${username}" was changed just now, and other devices were signed out.

If it was not you, ask for a new password at once, or tell your school.
`,
  };
}
