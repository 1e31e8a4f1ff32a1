import type { Caller } from '../../shared/auth/caller';
import { may } from '../../shared/auth/permissions';
import { actingRole, canTeach } from '../courses';
import { CourseOwnerError, LastInstructorError, LastOwnerError } from './enrollments.errors';
import type { InstructorRecord } from './enrollment-locks.repository';

/** Who ends the enrollment of an instructor, or takes a course from an owner. */
export interface Withdrawing {
  userId: string;
  /** May do so with owners. */
  changesOwners: boolean;
}

/** Somebody who changes many enrollments, given the active instructors of the course. */
export function withdrawing(
  { userId, role }: Pick<Caller, 'userId' | 'role'>,
  instructors: readonly InstructorRecord[],
): Withdrawing {
  const isOwner = instructors.some((own) => own.userId === userId && own.isOwner && canTeach(own));
  // An instructor at least: nobody else gets so far. Neither what the course is nor who sees it matters to it.
  const acting = { role: actingRole(role, isOwner ? 'owner' : 'instructor') } as const;
  const course = { ...acting, status: 'published', visibility: 'members' } as const;
  return { userId, changesOwners: may({ role }, 'owners.change', course).granted };
}

/**
 * Keeps a course from losing its last instructor and its last owner, and an owner from being removed by others (decisions 13 and 92),
 * given its active instructors. Only who can teach counts, and is protected. A course without an owner, such as one from a roster, may stay
 * without.
 *
 * Throws CourseOwnerError, LastInstructorError or LastOwnerError.
 */
export function refuseWithdrawal(
  instructors: readonly InstructorRecord[],
  enrollmentId: string,
  by: Withdrawing,
): void {
  const leaving = instructors.find((instructor) => instructor.enrollmentId === enrollmentId);
  if (!leaving || !canTeach(leaving)) return;
  if (leaving.isOwner && by.userId !== leaving.userId && !by.changesOwners) throw new CourseOwnerError();
  if (!instructors.some((other) => other !== leaving && canTeach(other))) throw new LastInstructorError();
  refuseLastOwner(instructors, enrollmentId);
}

/** Keeps an instructor, who goes on teaching, from giving up a course that is nobody else's. Throws LastOwnerError. */
export function refuseLastOwner(instructors: readonly InstructorRecord[], enrollmentId: string): void {
  const owner = instructors.find((instructor) => instructor.enrollmentId === enrollmentId);
  if (!owner?.isOwner || !canTeach(owner)) return;
  if (!instructors.some((other) => other !== owner && other.isOwner && canTeach(other)))
    throw new LastOwnerError();
}
