import type { Caller } from '../shared/auth/caller';
import { type DemoPerson } from './content';
import { idUnder } from './id-under';

/** Somebody of the demo school as if they had signed in. */
export function callerOf(
  { username, email, given, family }: DemoPerson,
  role: Caller['role'],
  userIds: ReadonlyMap<string, string>,
): Caller {
  return {
    ...{ userId: idUnder(userIds, username), sessionId: '', role },
    ...{ username, email, givenName: given, familyName: family },
    ...{ locale: 'en', timeZone: 'UTC', createdAt: new Date(0), version: 1 },
  };
}
