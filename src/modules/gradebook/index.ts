export { personalWorkOf, type PersonalWorkRow, toPersonalWork } from './figures/personal-work';
export type { ActiveLearner, LearnerWork, LineItemFigures, WorkFigures } from './figures/work-figures';
export {
  GradebookRoster,
  type RosterCategory,
  type RosterLineItem,
  type RosterPeriod,
  type RosterResult,
  type RosterResults,
} from './gradebook-roster.repository';
export {
  type CategoryRow,
  type CourseGradebook,
  GradebookRosterRows,
  type LineItemRow,
  type PeriodRow,
  type ResultRow,
} from './exchange/roster-rows.repository';
export { type ArrivingResult, GradebookFacade, type GradeSummary } from './gradebook.facade';
export { EXAMPLE_GRADE_RULES } from './rules/dto/grade-rules.dto';
export { GradebookModule } from './gradebook.module';
export { LineItemNotFoundError } from './gradebook.errors';
export type { Grade, GradeResult } from './grades/grades.repository';
export type { LineItemFacts, NewLineItem } from './line-items/line-item-facts';
export type { ChosenTotal, CourseTotals } from './statistics/course-totals';
export { TOTAL_NAMES, type TotalName } from './grades/dto/explanation.query';
export { countedDue, handedInAt } from './line-items/counted-due';
export {
  type Due,
  dueIn,
  IS_EXEMPT,
  isAskedOf,
  isExempt,
  isHandedIn,
  isLate,
  isOverdue,
} from './line-items/due';
export { scoreRange } from './grades/grade';
export { QuizDecided, QuizDecidedForMany, ResultsChanged } from './gradebook.events';
export { type QuizPass, QuizPasses } from './results/quiz-passes';
export {
  RESULT_SOURCES,
  type ResultSource,
  type ResultValue,
  SCORE_STATUSES,
  type ScoreStatus,
} from './results/result-value';
