import type { CourseRole } from '../courses';
import type { Origin } from './states/enrollment-sources';

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
  /** False if left out. */
  isOwner?: boolean;
  /** None if left out. */
  groupIds?: string[] | null;
  /** By staff, of whom nobody is named, if left out. */
  origin?: Origin;
}
