import type { AttendanceStatus, CourseRole, StoredState } from '../courses';
import type { EnrollmentSource } from './states/enrollment-sources';

/**
 * What a person needs was approved, changed or ended: in one course, or in all of them (null). Published in the transaction
 * of the change.
 */
export class AccommodationChanged {
  constructor(
    readonly userIds: readonly string[],
    readonly courseId: string | null,
    /** Null where no person changed it. */
    readonly changedBy: string | null,
  ) {}
}

/** People who have accommodations became learners of these courses. Published in the transaction of their enrollments. */
export class AccommodatedLearnersCame {
  constructor(readonly courseIds: readonly string[]) {}
}

/** Somebody who is or was a learner of a course. */
export interface CourseLearner {
  courseId: string;
  userId: string;
}

/**
 * The days of learners' enrollments are about to change. Published in the transaction of the change, before it locks them:
 * who needs rows that come before enrollments in the order of locks (decision 11) locks these now.
 */
export class LearnerDaysChanging {
  constructor(readonly learners: readonly CourseLearner[]) {}
}

/** Enrollments of learners that had ended began again. Published in the transaction of the change. */
export class LearnersReturned {
  constructor(readonly learners: readonly CourseLearner[]) {}
}

/** The days of learners' enrollments have changed: they ended, end on another day, or began again. Published in the transaction of the change. */
export class LearnerDaysChanged {
  constructor(readonly learners: readonly CourseLearner[]) {}
}

/** States or days of enrollments have changed. Published in the transaction of the change, once for all that it changes. */
export class EnrollmentsMoved {
  constructor(
    readonly moves: readonly {
      enrollmentId: string;
      courseId: string;
      userId: string;
      role: CourseRole;
      from: StoredState;
      to: StoredState;
    }[],
    readonly source: EnrollmentSource,
  ) {}
}

/** What the register of a session says of learners has changed. Published in the transaction of the change. */
export class AttendanceRecorded {
  constructor(
    readonly activityId: string,
    readonly courseId: string,
    /** Those whose entry has changed. `isMet`: they have done what the session asks, or are excused from it. */
    readonly learners: readonly { userId: string; status: AttendanceStatus | null; isMet: boolean }[],
    readonly recordedAt: Date,
  ) {}
}
