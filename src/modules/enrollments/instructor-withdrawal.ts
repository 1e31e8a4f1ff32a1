import type { Caller } from '../../shared/auth/caller';
import { mayInstruct } from '../courses';
import { CourseOwnerError, LastInstructorError } from './enrollments.errors';
import type { InstructorRecord } from './enrollments.repository';

/** Whether an instructor whose enrollment is active can teach: sign in, with an account that may. */
export function isUsable({
  isSuspended,
  platformRole,
}: Pick<InstructorRecord, 'isSuspended' | 'platformRole'>): boolean {
  return !isSuspended && mayInstruct(platformRole);
}

/**
 * What protects a course from being left or taken over (decision 13), given its active instructors. Who made it is
 * withdrawn by nobody but themselves and administrators, as long as they can teach; and one who can teach stays.
 *
 * Throws CourseOwnerError or LastInstructorError.
 */
export function refuseWithdrawal(
  instructors: readonly InstructorRecord[],
  enrollmentId: string,
  by: Pick<Caller, 'userId' | 'role'>,
): void {
  const leaving = instructors.find((instructor) => instructor.enrollmentId === enrollmentId);
  if (!leaving || !isUsable(leaving)) return;
  if (leaving.isOwner && by.userId !== leaving.userId && by.role !== 'administrator')
    throw new CourseOwnerError();
  if (!instructors.some((other) => other !== leaving && isUsable(other))) throw new LastInstructorError();
}
