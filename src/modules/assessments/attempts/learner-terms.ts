import { dayIn } from '../../../shared/time/zoned-time';
import type { CourseStatus } from '../../courses';
import { enrollmentStatus } from '../../enrollments';

/** What tells whether the owner of an attempt takes part in the course as a learner. */
export interface LearnerTerms {
  status: CourseStatus;
  /** IANA name. */
  timeZone: string;
  /** Of their enrollment as a learner; null when they have none. */
  beginDate: string | null;
  endDate: string | null;
}

/** True for an active learner of a published course. `CourseAccess` says what is amiss with anybody else. */
export function isActiveLearner({ status, timeZone, beginDate, endDate }: LearnerTerms, now: Date): boolean {
  if (status !== 'published' || beginDate === null) return false;
  return enrollmentStatus({ beginDate, endDate }, dayIn(now, timeZone)) === 'active';
}
