export { TERM_TYPES } from './academic-session.entity';
export {
  COURSE_ROLES,
  COURSE_REACHES,
  COURSE_STATUSES,
  type CourseReach,
  type CourseRole,
  type CourseStatus,
  type CourseVisibility,
} from '../../shared/auth/permissions';
export type {
  CarryPart,
  CarryPlace,
  CarryScope,
  CarryTarget,
  MadeThing,
  NamedFile,
  NamedThing,
  ThingCount,
} from './carry/carry-part';
export { CarryParts } from './carry/carry-parts';
export type { DateMoves } from './carry/dates/date-moves';
export { courseWindow, type WindowFacts, windowOfCompleted } from './access/course-window';
export {
  COMPLETION_MATCHES,
  type CompletionCondition,
  type CompletionMatch,
  type CompletionRule,
  completionRuleOf,
  isMarkedDone,
  ruleMetAt,
} from './completion/completion-rule';
export { COMPLETION_KINDS, type CompletionKindName } from './completion/completion-kinds';
export { CompletionTermsReader } from './completion/completion-terms-reader';
export { instantOf, type Moment } from './release/kinds/date/moment';
export { completionKind } from './completion/kinds/registry';
export { CourseAccess, requireGranted } from './access/course-access';
export {
  ATTENDANCE_STATUSES,
  type AttendanceStatus,
  LiveSessionInOutline,
} from './content/activity-types/live-session/live-session';
export {
  type AttemptState,
  AttemptsSoFar,
  PersonalTerms,
  type QuizInOutline,
  TERM_CUTS,
  type TermCut,
  TERM_ORIGINS,
  type TermOrigin,
} from './content/activity-types/quiz/quiz';
export { ACTIVITY_TYPES, type ActivityType, NEVER_COMPLETED } from './content/activity-types/registry';
export { SurveyInOutline } from './content/activity-types/survey/survey';
export {
  SURVEY_QUESTION,
  type SurveyQuestion,
  type SurveyQuestionKind,
} from './content/activity-types/survey/survey-questions';
export {
  type ActivityStanding,
  type CallerInCourse,
  type CourseStanding,
  CourseStandings,
  type Membership,
} from './access/course-standing';
export {
  type ConcludedFacts,
  ENROLLMENT_STATES,
  type EnrollmentState,
  isConcluded,
  type StateFacts,
  stateInForce,
  stateInForceSql,
  stateValues,
  STORED_STATES,
  type StoredState,
} from './access/enrollment-states';
export {
  actingRole,
  canTeach,
  choiceValues,
  enrolledAs,
  enrolledUntil,
  ENROLLMENT_STATUSES,
  type EnrollmentSpan,
  type EnrollmentStatus,
  enrollmentStatus,
  HAS_STATUS,
  hasEnded,
  hasNotEnded,
  IS_CHOSEN,
  IS_SEEN_BY_ENROLLED,
  isLearners,
  isLearnersEnrollment,
  isReaders,
  isReadersEnrollment,
  LEARNER_CHOICE_WORDS,
  LEARNER_CHOICES,
  type LearnerChoice,
  mayInstruct,
  type RoleSpan,
  type StatedSpan,
  strongestActive,
} from './access/participation';
export {
  ActivityClosedError,
  ActivityNotFoundError,
  CourseArchivedError,
  CourseNotBegunError,
  CourseNotFoundError,
  CourseOverError,
  InstructorsOnlyError,
  STAFF_OF_LEARNERS,
  LearnersOnlyError,
  LimitedToGroupsError,
  NotEnrolledError,
  StaffOnlyError,
} from './courses.errors';
export {
  ActivityCreated,
  ActivityDeleted,
  ActivityOpened,
  ActivityRenamed,
  CompletionRuleChanging,
  ContentPublished,
  CourseCreated,
  CourseDeleted,
  CoursesArchived,
  CoursesArchiving,
  CourseTimeZoneChanged,
  type RuledActivity,
} from './courses.events';
export type { CourseFacts, NewActivity, NewCourse, NewSection } from './course-facts';
export { type OutlineSource, OutlineSources } from './content/outline-facts';
export {
  type AskedLearner,
  type LearnerFactSource,
  LearnerFactSources,
} from './release/learner-fact-sources';
export { LABELS } from './release/kinds/label-condition';
export { COMPLETIONS, type LearnerFacts, type ResultFact, RESULTS, START } from './release/learner-facts';
export { ReleaseChecks, type TargetSource } from './release/release-checks';
export { CoursesFacade } from './courses.facade';
export { isPast } from './terms/term-rules';
export { CoursesModule } from './courses.module';
export {
  CoursesRoster,
  type RosterCourse,
  type RosterSession,
  type RosterTemplate,
} from './courses-roster.repository';
export { type MovedDate, type MovedDates, movedInstants } from './zone-moves';
export {
  type ActivityInVersion,
  LearnerActivities,
  type LearnerActivity,
} from './release/learner-activities';
export { videoSecondsIn } from './content/activity-types/video/video';
export { type GuardedCourse, ReleaseGate } from './release/release-gate';
