import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { dayIn } from '../../../shared/time/zoned-time';
import { actingRole, requireGranted, strongestActive } from '../../courses';
import { AttemptNotFoundError } from '../assessments.errors';
import type { LearnerTerms } from './submissions.repository';

/**
 * Refuses whoever does not take part in the course as a learner now, and from a preview whoever is not its author. As CourseAccess decides it, by what was read along with
 * the attempt, which spares a query.
 */
export function requireLearner(
  caller: Caller,
  { status, visibility, timeZone, enrollments, isPreview }: LearnerTerms,
  now: Date,
): void {
  const role = actingRole(caller.role, strongestActive(enrollments, dayIn(now, timeZone)));
  const action = isPreview ? 'quizzes.change' : 'attempts.take';
  requireGranted(may(caller, action, { status, visibility, role }), () => new AttemptNotFoundError());
}
