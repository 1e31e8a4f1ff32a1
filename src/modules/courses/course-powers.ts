import type { PlatformRole } from '../../shared/auth/caller';
import { COURSE_ROLES, type CourseRole, type CourseStanding } from './course-standing';

/**
 * What a platform role means inside courses (decision 13): the most that an enrollment gives to an account of it.
 * Administrators need no enrollment at all. Students help as assistants, but teaching takes an instructor's account.
 */
const MOST: Record<PlatformRole, CourseRole> = {
  administrator: 'instructor',
  instructor: 'instructor',
  learner: 'assistant',
};

/** The role in which somebody acts who is enrolled in this one: the weaker of it and the most the account allows. */
export function actingRole(role: CourseRole, platformRole: PlatformRole): CourseRole {
  const most = MOST[platformRole];
  return COURSE_ROLES.indexOf(role) < COURSE_ROLES.indexOf(most) ? most : role;
}

/** Whether an account of this platform role may be a course's instructor. */
export function mayInstruct(platformRole: PlatformRole): boolean {
  return MOST[platformRole] === 'instructor';
}

/** What the enrollments give, as far as the account allows; administrators may do everything. */
export function withPowersOf<T extends CourseStanding>(standing: T, platformRole: PlatformRole): T {
  if (platformRole === 'administrator')
    return { ...standing, role: 'administrator', isStaff: true, isInstructor: true };
  if (!standing.isInstructor || mayInstruct(platformRole)) return standing;
  const role = actingRole('instructor', platformRole);
  return { ...standing, role, isStaff: role !== 'learner', isInstructor: false };
}
