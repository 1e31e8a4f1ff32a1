/** The content of the demo school: plain data and pure functions, without Nest and without a database. */
export { DemoSchool, happeningsOf } from './activity-model';
export * from './activity/happenings';
export { addDays, dueAt, firstDayOf, horizonOf, lastDayOf, localDay, periodsOf } from './calendar';
export { demoCourses } from './courses';
export { type DemoGradebook, gradebookOf } from './gradebook';
export { demoAccommodations, demoExceptions } from './accommodations';
export * from './practice';
export { demoAdministrator, demoDuplicate, demoGuardian, demoInstructors, demoLearners } from './people';
export {
  demoCopy,
  demoWaitlist,
  demoWaysIn,
  demoDescription,
  demoDraws,
  type DemoEnding,
  type DemoFinalGrade,
  demoFilings,
  demoGivenAttempts,
  demoRevision,
  endingOf,
  gradedInPeriod,
  pauseReason,
  periodThatIsOver,
} from './teaching';
export * from './types';
