import type { CourseRole } from '../courses';

/** Somebody was enrolled, or enrolled again. It may begin on a day to come. Imports and seeding do not tell. */
export class EnrollmentStarted {
  constructor(
    readonly enrollmentId: string,
    readonly courseId: string,
    readonly userId: string,
    readonly role: CourseRole,
  ) {}
}

/** Somebody withdrew or was withdrawn. An enrollment whose end date merely comes is not told. */
export class EnrollmentEnded {
  constructor(
    readonly enrollmentId: string,
    readonly courseId: string,
    readonly userId: string,
    readonly role: CourseRole,
  ) {}
}
