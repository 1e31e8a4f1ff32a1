export type { LearnerFacts, NewEnrollment } from './enrollment-facts';
export { activeOn, ENROLLMENT_STATUSES, enrollmentStatus, type EnrollmentStatus } from './enrollment-status';
export {
  type EnrollmentKey,
  EnrollmentsRoster,
  type RosterEnrollment,
} from './enrollments-roster.repository';
export { EnrollmentEnded, EnrollmentStarted } from './enrollments.events';
export { EnrollmentsFacade } from './enrollments.facade';
export {
  choiceValues,
  IS_CHOSEN,
  LEARNER_CHOICE_WORDS,
  LEARNER_CHOICES,
  type LearnerChoice,
} from './learner-choice';
export { EnrollmentsModule } from './enrollments.module';
export { behindPlace, byName, INDEXED_BY_NAME, type NamePlace, placeValues } from './name-order';
