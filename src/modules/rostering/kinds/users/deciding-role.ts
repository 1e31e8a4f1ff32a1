import type { PlatformRole } from '../../../../shared/auth/caller';
import type { RosterRole } from './roster-role.entity';

/**
 * Platform roles give rights: an instructor may create courses and look people up; guardians take part in no course. Aides,
 * counselors and proctors need neither; their enrollments give them rights in their courses. No file can make somebody an
 * administrator of Stoa.
 */
const PLATFORM_ROLES = {
  administrator: 'instructor',
  districtAdministrator: 'instructor',
  siteAdministrator: 'instructor',
  systemAdministrator: 'instructor',
  principal: 'instructor',
  teacher: 'instructor',
  aide: 'learner',
  counselor: 'learner',
  proctor: 'learner',
  student: 'learner',
  parent: 'guardian',
  guardian: 'guardian',
  relative: 'guardian',
} as const satisfies Record<string, PlatformRole>;

/** The roles of people in all versions of OneRoster. */
export type RoleWord = keyof typeof PLATFORM_ROLES;
export const ROLE_WORDS = Object.keys(PLATFORM_ROLES) as RoleWord[];

/** The platform role of each. */
export function platformRoleOf(role: RoleWord): PlatformRole {
  return PLATFORM_ROLES[role];
}

export function isRoleWord(role: string): role is RoleWord {
  return Object.hasOwn(PLATFORM_ROLES, role);
}

/** A role of one of these is not taken at its word: see `platformRoleOf`. */
export function isAdministrator(role: RoleWord): boolean {
  return role.toLowerCase().endsWith('administrator');
}

/** What a role of a person is judged by. */
export type HeldRole = Pick<
  RosterRole,
  'sourcedId' | 'role' | 'roleType' | 'orgId' | 'beginDate' | 'endDate'
>;

/** From the one that may do most in Stoa. */
const ORDER: readonly PlatformRole[] = ['instructor', 'learner', 'guardian'];

/**
 * Which of the roles of a person gives their account its rights and its organization: of those that hold on the day, the one
 * that may do most in Stoa, whether primary or secondary. A teacher whose child is at the school stays a teacher, and a
 * student who is a relative of another one stays a student. Of several alike, a primary one goes before a secondary one.
 *
 * @returns undefined if no role holds that OneRoster has a word for.
 */
export function decidingRole<R extends HeldRole>(
  roles: readonly R[],
  today: string,
): (R & { role: RoleWord }) | undefined {
  const [first] = holding(roles, today)
    .filter((held): held is R & { role: RoleWord } => isRoleWord(held.role))
    .sort((one, other) => rankOf(one) - rankOf(other) || (nameOf(one) < nameOf(other) ? -1 : 1));
  return first;
}

/** True if two primary roles that hold on the day are in one organization, which the specification rules out. */
export function hasSeveralPrimary(roles: readonly HeldRole[], today: string): boolean {
  const orgs = holding(roles, today)
    .filter(({ roleType, orgId }) => roleType === 'primary' && orgId !== null)
    .map(({ orgId }) => orgId);
  return new Set(orgs).size < orgs.length;
}

function holding<R extends HeldRole>(roles: readonly R[], today: string): R[] {
  return roles.filter(
    ({ beginDate, endDate }) =>
      (beginDate === null || beginDate <= today) && (endDate === null || endDate > today),
  );
}

function rankOf({ role, roleType }: HeldRole & { role: RoleWord }): number {
  return 2 * ORDER.indexOf(platformRoleOf(role)) + (roleType === 'primary' ? 0 : 1);
}

/** Makes the order definite. */
function nameOf({ role, sourcedId }: HeldRole): string {
  return `${role} ${sourcedId ?? ''}`;
}
