import type { PlatformRole } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';

/** The caller who sees a person. */
export interface Viewer {
  userId: string;
  role: PlatformRole;
}

/** A person's username and email address; null where the viewer may not see them. */
export interface ReachableNames {
  username: string | null;
  email: string | null;
}

/**
 * Which of a person's names a viewer sees, in lists of people and in rosters. This rule stands only here.
 *
 * Administrators and the person themselves see the email address. Instructors do not: they can enroll anybody, and could
 * read every address that way. Everybody who sees the person sees the username, unless it is an email address.
 */
export function namesSeenBy(
  viewer: Viewer,
  person: { id: string; username: string; email: string | null },
): ReachableNames {
  if (seesAddresses(viewer) || viewer.userId === person.id)
    return { username: person.username, email: person.email };
  return { username: person.username.includes('@') ? null : person.username, email: null };
}

/** Whether the viewer may see all email addresses, and so search in them. */
export function seesAddresses(viewer: Pick<Viewer, 'role'>): boolean {
  return may(viewer, 'email_addresses.see').granted;
}
