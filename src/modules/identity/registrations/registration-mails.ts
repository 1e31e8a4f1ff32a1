import type { Mail } from '../../../shared/mail/mail-transport';

/*
 * Neither mail holds anything that whoever registered has typed, such as a name: else anybody could have us
 * send words of their choice to any address.
 */

/** The token stands in the link's fragment, which browsers keep to themselves, and again by itself, for clients without a page. */
export function confirmationMail(to: string, token: string, publicUrl: string): Mail {
  return {
    to,
    subject: 'Confirm your email address',
    text: `Somebody, probably you, registered at ${publicUrl} with this email address.

To open the account, follow this link within 24 hours:

${publicUrl}/confirm-registration#token=${token}

If you are asked for a token, it is:

${token}

If it was not you, do nothing: without the link there will be no account.
`,
  };
}

export function accountExistsMail(to: string, publicUrl: string): Mail {
  return {
    to,
    subject: 'You have an account already',
    text: `Somebody, probably you, tried to register at ${publicUrl} with this email address, for which there is an
account already. Sign in with it; if you have forgotten the password, ask for a new one there.

If it was not you, do nothing: nothing has changed.
`,
  };
}
