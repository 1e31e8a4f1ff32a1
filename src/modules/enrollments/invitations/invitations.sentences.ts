import { catalog } from '../../../shared/sentences/sentence';

/** What is said about invitations into courses. */
export const sentences = catalog('enrollments.invitations', {
  noInvitation: 'There is no such invitation, or it is not open to you.',
  unknownToken:
    'No invitation has this token. It may be that of an earlier mail: the latest mail has the one that holds.',
  used: 'The invitation has been accepted already, and it holds once.',
  declined: 'The invitation was declined. Ask the staff of the course for another one.',
  expired: 'The invitation held until {at}. Ask the staff of the course for another one.',
  revoked: 'The staff of the course have revoked the invitation.',
  forAnother: 'The invitation is for another account. Sign in with that one.',
  forOtherAddress:
    'An invitation to help or to teach holds only for the account with the address to which it was sent. Ask for one to the address of your account.',
  alreadyInvited:
    'The person is invited already, and that invitation is open. Send it again, or revoke it first.',
  tooManyMails: 'The invitation was mailed {most, number} times. Revoke it and make another one.',
  tooManyPending: 'A course can have at most {most, number} open invitations. Revoke some of them first.',
  whom: 'exactly one of userId, username and email is required',
  mustBeAddress: '{field} must be an email address',
  subject: 'You are invited: {course}',
  text: `{inviter} invites you to take part in "{course}" as {role, select, learner {a learner} auditor {an auditor} assistant {an assistant} other {an instructor}}.

Sign in at {publicUrl} and accept or decline until {at}:

{link}

Without the link, use this token:

{token}

{registration, select, open {If you have no account yet, register first: this invitation waits for you.} other {If you have no account yet, ask your school for one: this invitation waits for you.}}`,
});
