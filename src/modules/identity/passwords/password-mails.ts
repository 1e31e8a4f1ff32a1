import type { NewMail, Recipient } from '../../../shared/mail/mailer';
import { sentences } from '../identity.sentences';

/** The token is in the link's fragment, which browsers do not send to servers, and again by itself, for clients without a web page. */
export function passwordResetMail(
  to: Recipient,
  username: string,
  token: string,
  publicUrl: string,
): NewMail {
  const link = `${publicUrl}/reset-password#token=${token}`;
  return {
    to,
    subject: sentences.passwordResetSubject(),
    text: sentences.passwordResetText({ username, link, token }),
  };
}

export function passwordChangedMail(to: Recipient, username: string): NewMail {
  return {
    to,
    subject: sentences.passwordChangedSubject(),
    text: sentences.passwordChangedText({ username }),
  };
}
