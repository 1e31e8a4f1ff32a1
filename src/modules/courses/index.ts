export { CourseAccess, type CourseNeed, refuseArchived } from './course-access';
export { actingRole, mayInstruct } from './course-powers';
export {
  ACTIVITY_TYPES,
  type ActiveRole,
  type ActivityStanding,
  type ActivityType,
  type CallerInCourse,
  COURSE_ROLES,
  COURSE_STATUSES,
  type CourseRole,
  type CourseStanding,
  CourseStandings,
  type CourseStatus,
  type CourseTerms,
  type Membership,
  standingFrom,
  strongestOf,
} from './course-standing';
export {
  ActivityNotFoundError,
  CourseArchivedError,
  CourseNotFoundError,
  InstructorsOnlyError,
  LearnersOnlyError,
  NotEnrolledError,
  StaffOnlyError,
} from './courses.errors';
export {
  ActivityCreated,
  ActivityDeleted,
  ActivityRenamed,
  CourseCreated,
  CourseDeleted,
} from './courses.events';
export type { ActivityFacts, CourseFacts, NewActivity, NewCourse, NewSection } from './course-facts';
export { CoursesFacade } from './courses.facade';
export { CoursesModule } from './courses.module';
export {
  CoursesRoster,
  type RosterCourse,
  type RosterSession,
  type RosterTemplate,
} from './courses-roster.repository';
