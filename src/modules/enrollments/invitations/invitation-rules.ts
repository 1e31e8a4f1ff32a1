import { plainForm } from '../../../shared/text/search-form';
import type { CourseRole } from '../../courses';

/*
 * Invitations into courses, as pure functions (decision 89). An invitation is over from the instant at which it expires, whether or not
 * the sweep has stored it; its seat is free once it has.
 */

export const INVITATION_STATES = ['pending', 'accepted', 'declined', 'revoked', 'expired'] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];
export type StoredInvitationState = InvitationState;

export const INVITATION_DAYS = 14;
export const LONGEST_INVITATION_DAYS = 90;
/** Of one invitation, so that nobody is mailed for ever. */
export const MOST_MAILS = 5;
/** Of one course. */
export const MOST_PENDING = 1000;

/** The state in force at an instant. */
export function invitationState(
  { state, expiresAt }: { state: StoredInvitationState; expiresAt: Date },
  now: Date,
): InvitationState {
  return state === 'pending' && now >= expiresAt ? 'expired' : state;
}

export function expiryOf(invitedAt: Date, days: number): Date {
  return new Date(invitedAt.getTime() + days * 86_400_000);
}

/** When one that is sent again is over: it has as much time again as it had, up to the longest, and never less than is left. */
export function prolonged({ invitedAt, expiresAt }: { invitedAt: Date; expiresAt: Date }, now: Date): Date {
  const lasted = expiresAt.getTime() - invitedAt.getTime();
  const again = now.getTime() + Math.min(lasted, LONGEST_INVITATION_DAYS * 86_400_000);
  return new Date(Math.max(again, expiresAt.getTime()));
}

/** The form in which an address is stored and compared: two addresses that differ in anything but letter case are two. */
export function addressForm(email: string): string {
  return plainForm(email).toLowerCase();
}

/** Whose an invitation is, and how somebody comes to it. */
export interface Invited {
  userId: string | null;
  /** In `addressForm`. */
  email: string | null;
  role: CourseRole;
}

/**
 * Whether an invitation is the person's. Email addresses of accounts are confirmed, or set by the school, so whoever has the address
 * as that of their account needs no token.
 */
export function isFor({ userId, email }: Invited, person: { userId: string; email: string | null }): boolean {
  if (userId !== null) return userId === person.userId;
  return email !== null && person.email !== null && addressForm(person.email) === email;
}

/**
 * Whether somebody who holds the token of an invitation may answer it. One to an address is for whoever reads the mail, since people
 * have several addresses; but who comes to help or to teach must be whom the staff meant.
 */
export function opensWithToken(invited: Invited, person: { userId: string; email: string | null }): boolean {
  return isFor(invited, person) || (invited.userId === null && invited.role === 'learner');
}
