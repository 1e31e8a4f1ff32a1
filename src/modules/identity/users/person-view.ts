import type { PlatformRole } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';

/** Who looks at somebody. */
export interface Viewer {
  userId: string;
  role: PlatformRole;
}

/** Names by which somebody can be reached or can sign in; null where the viewer may not see them. */
export interface ReachableNames {
  username: string | null;
  email: string | null;
}

/**
 * What of somebody's names a viewer sees, in lists of people and in rosters. The one home of this rule.
 *
 * An email address is seen by administrators and by its owner: that somebody was enrolled in a course, which its
 * instructors can do with anybody, shows it to nobody else. A username is seen by whoever sees the person, unless it is
 * an email address itself.
 */
export function namesSeenBy(
  viewer: Viewer,
  person: { id: string; username: string; email: string | null },
): ReachableNames {
  if (seesAddresses(viewer) || viewer.userId === person.id)
    return { username: person.username, email: person.email };
  return { username: person.username.includes('@') ? null : person.username, email: null };
}

/** Whether the viewer may see, and so look through, everybody's email addresses. */
export function seesAddresses(viewer: Pick<Viewer, 'role'>): boolean {
  return may(viewer, 'email_addresses.see').granted;
}
