export { accommodationsOf, type TermNeeds, toAccommodations } from './accommodations/accommodations-of';
export { countsFor, isInForce, mostGenerous, type Needs, type Validity } from './accommodations/needs';
export type { NewEnrollment } from './enrollment-facts';
export {
  type EnrollmentKey,
  EnrollmentsRoster,
  type RosterEnrollment,
} from './enrollments-roster.repository';
export {
  AccommodatedLearnersCame,
  AccommodationChanged,
  AttendanceRecorded,
  type CourseLearner,
  LearnerDaysChanged,
  LearnerDaysChanging,
  LearnersReturned,
} from './enrollments.events';
export { MET_STATUSES } from './live-sessions/register/attendance';
export { EnrollmentsFacade } from './enrollments.facade';
export { SignInCodesModule } from './sign-in-codes/sign-in-codes.module';
export { TagsModule } from './tags/tags.module';
export { BulkChangesService } from './bulk/bulk-changes.service';
export { BulkChangesModule } from './bulk/bulk-changes.module';
export { areChosen, IsGroupFilter, IsTagFilter, restrictTo } from './groups/label-filter';
export { GroupsFacade } from './groups/groups.facade';
export { TagsFacade } from './tags/tags.facade';
export { GroupsModule } from './groups/groups.module';
export type { TimetableSession } from './live-sessions/live-sessions.repository';
export { EnrollmentsModule } from './enrollments.module';
export { type ChosenLearners, countLearners } from './learner-count';
export { behindPlace, byName, INDEXED_BY_NAME, type NamePlace, placeValues } from './name-order';
export { ENROLLED_COLUMNS, type EnrolledRow, spansIn } from './standing-rows';
