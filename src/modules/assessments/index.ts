export {
  AttemptMarked,
  AttemptsRegraded,
  AttemptSubmitted,
  AttemptTakenBack,
  QuizCreated,
  QuizExceptionChanged,
  QuizPointsChanged,
  QuizPolicyChanged,
  type RegradedScore,
  type SubmittedAttempt,
} from './assessments.events';
export {
  AttemptInProgressError,
  InvalidQuestionError,
  InvalidResponseError,
  InvalidSettingsError,
  QuizHasAttemptsError,
  QuizHasNoQuestionsError,
  QuizNotFoundError,
  TooManyQuestionsError,
} from './assessments.errors';
export { AssessmentsFacade } from './assessments.facade';
export { AttemptsFacade, type GivenResponse } from './attempts.facade';
export { BEHAVIOR_NAMES, type BehaviorName, type Certainty } from './behaviors/behavior';
export { AssessmentsModule } from './assessments.module';
export { effectiveDue } from './exceptions/effective-terms';
export { toGranted } from './exceptions/exception-records';
export type { PersonalFacts } from './exceptions/personal-facts';
export type { PastAttempt } from './attempts/past-attempts.service';
export { attemptPasses, gradeScore, type GradingPolicy, passes } from './grading/grading-policy';
export { EXAMPLE_QUESTIONS, type ExampleQuestion } from './question-types/example-questions';
export type { QuestionDefinition, QuestionType } from './question-types/registry';
export { lastCloseOf } from './review/last-close';
export { AWAITS_MARKS, type PostingRule } from './review/posting';
export { showsGrade } from './review/review-rules';
export { type QuizReview, reviewRulesOf } from './quizzes/quiz-settings';
export type { NewQuestion } from './questions/question-content';
export type { FeedbackRule, QuizSettings, SettingsChange } from './quizzes/quiz-settings';
export type { QuizTimes } from './quizzes/quiz-times.repository';
