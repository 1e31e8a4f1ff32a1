import type { Caller } from '../../shared/auth/caller';
import { may } from '../../shared/auth/permissions';
import { canTeach } from '../courses';
import { CourseOwnerError, LastInstructorError } from './enrollments.errors';
import type { InstructorRecord } from './enrollments.repository';

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
  if (!leaving || !canTeach(leaving)) return;
  if (leaving.isOwner && by.userId !== leaving.userId && !may(by, 'owners.withdraw').granted)
    throw new CourseOwnerError();
  if (!instructors.some((other) => other !== leaving && canTeach(other))) throw new LastInstructorError();
}
