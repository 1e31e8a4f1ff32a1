export type { LearnerFacts, NewEnrollment } from './enrollment-facts';
export { activeOn, ENROLLMENT_STATUSES, enrollmentStatus, type EnrollmentStatus } from './enrollment-status';
export { EnrollmentEnded, EnrollmentStarted } from './enrollments.events';
export { EnrollmentsFacade } from './enrollments.facade';
export { EnrollmentsModule } from './enrollments.module';
