import type { EntityKind } from '../bundle/entities';

/** The numbers of the kinds in roster_seen and roster_ends. A number must never change its meaning. */
export const KIND_NUMBERS: Record<EntityKind | 'username' | 'email', number> = {
  orgs: 1,
  academicSessions: 2,
  courses: 3,
  classes: 4,
  users: 5,
  enrollments: 6,
  categories: 7,
  lineItems: 8,
  results: 9,
  username: 11,
  email: 12,
};

export type NumberedKind = keyof typeof KIND_NUMBERS;
