import type { CourseRole, EnrollmentStatus } from '../courses';

/** A learner's part in a course, as other modules may know it. */
export interface LearnerFacts {
  enrollmentId: string;
  userId: string;
  /** First active day, and first day that is no longer active, `YYYY-MM-DD` in the course's time zone. */
  beginDate: string;
  endDate: string | null;
  status: EnrollmentStatus;
}

/** An enrollment whose id and days the caller chooses. */
export interface NewEnrollment {
  id: string;
  /** Its id in the school's information system, for imports. */
  sourcedId: string | null;
  courseId: string;
  userId: string;
  role: CourseRole;
  beginDate: string;
  endDate: string | null;
}
