import type { NewMail, Recipient } from '../../../shared/mail/mailer';
import { sentences } from '../identity.sentences';

/*
 * Neither mail contains text from the request, such as a name. Otherwise anybody could make Stoa send a text of their
 * choice to any address.
 */

/** The token is in the link's fragment, which browsers do not send to servers, and again by itself, for clients without a web page. */
export function confirmationMail(to: Recipient, token: string, publicUrl: string): NewMail {
  const link = `${publicUrl}/confirm-registration#token=${token}`;
  return {
    to,
    subject: sentences.confirmationSubject(),
    text: sentences.confirmationText({ publicUrl, link, token }),
  };
}

export function accountExistsMail(to: Recipient, publicUrl: string): NewMail {
  return {
    to,
    subject: sentences.accountExistsSubject(),
    text: sentences.accountExistsText({ publicUrl }),
  };
}
