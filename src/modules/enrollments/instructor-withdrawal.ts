import type { Caller } from '../../shared/auth/caller';
import { may } from '../../shared/auth/permissions';
import { canTeach } from '../courses';
import { CourseOwnerError, LastInstructorError } from './enrollments.errors';
import type { InstructorRecord } from './enrollment-locks.repository';

/**
 * Keeps a course from losing its last instructor and its creator from being removed (decision 13), given its active
 * instructors. Only administrators and the creators themselves can withdraw a creator who can teach, and one instructor
 * who can teach always stays.
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
