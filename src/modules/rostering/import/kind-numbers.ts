import type { EntityKind } from '../bundle/columns';
import { FILE_DEFINITIONS } from '../kinds/roster-kinds';

/** What roster_seen lists: sourcedIds by kind, and, in dry runs, names of users and the people who have roles. */
export type NumberedKind = EntityKind | 'username' | 'email' | 'roleHolder';

/** The numbers of the kinds in roster_seen and roster_ends. A number must never change its meaning. */
export const KIND_NUMBERS = Object.fromEntries([
  ...FILE_DEFINITIONS.map(({ kind, number }) => [kind, number]),
  ['username', 11],
  ['email', 12],
  ['roleHolder', 13],
]) as Record<NumberedKind, number>;
