import { SharedOutboxAndIdempotency1790000000000 } from './1790000000000-shared-outbox-and-idempotency';
import { SharedOperations1790000000500 } from './1790000000500-shared-operations';
import { IdentityAccounts1790000001000 } from './1790000001000-identity-accounts';
import { CoursesCoursesAndContent1790000002000 } from './1790000002000-courses-courses-and-content';
import { EnrollmentsEnrollments1790000003000 } from './1790000003000-enrollments-enrollments';
import { AssessmentsQuizzes1790000004000 } from './1790000004000-assessments-quizzes';
import { GradebookLineItemsAndResults1790000005000 } from './1790000005000-gradebook-line-items-and-results';
import { ProgressActivityCompletions1790000006000 } from './1790000006000-progress-activity-completions';
import { RosteringImportBookkeeping1790000007000 } from './1790000007000-rostering-import-bookkeeping';
import { EnrollmentsNames1790000008000 } from './1790000008000-enrollments-names';
import { SharedIdempotencyViews1790000009000 } from './1790000009000-shared-idempotency-views';
import { IdentityLimits1790000010000 } from './1790000010000-identity-limits';
import { ProgressKeptWork1790000011000 } from './1790000011000-progress-kept-work';
import { SharedOperationInputs1790000012000 } from './1790000012000-shared-operation-inputs';
import { SharedStoreMarks1790000013000 } from './1790000013000-shared-store-marks';
import { CoursesOwnFields1790000016000 } from './1790000016000-courses-own-fields';
import { IdentityIdentifiers1790000018000 } from './1790000018000-identity-identifiers';
import { IdentityGuardians1790000018100 } from './1790000018100-identity-guardians';
import { SharedOperationChanges1790000018200 } from './1790000018200-shared-operation-changes';
import { GradebookDueTimeZones1790000019000 } from './1790000019000-gradebook-due-time-zones';
import { CoursesTimeZoneNames1790000019100 } from './1790000019100-courses-time-zone-names';
import { EnrollmentsEarlierEnrollments1790000021000 } from './1790000021000-enrollments-earlier-enrollments';
import { ProgressSignsOfActivity1790000021100 } from './1790000021100-progress-signs-of-activity';
import { CoursesListOrders1790000023000 } from './1790000023000-courses-list-orders';
import { IdentitySearch1790000023100 } from './1790000023100-identity-search';
import { CoursesSearch1790000023200 } from './1790000023200-courses-search';
import { RosteringRoles1790000030000 } from './1790000030000-rostering-roles';
import { IdentitySuspendedAccounts1790000033000 } from './1790000033000-identity-suspended-accounts';
import { CoursesOrdersByStatus1790000033100 } from './1790000033100-courses-orders-by-status';
import { EnrollmentsOwnOrder1790000033200 } from './1790000033200-enrollments-own-order';
import { GradebookHistoryOrder1790000033300 } from './1790000033300-gradebook-history-order';
import { FilesFiles1790000036000 } from './1790000036000-files-files';
import { CoursesActivityFiles1790000036100 } from './1790000036100-courses-activity-files';
import { FilesResumableUploads1790000040000 } from './1790000040000-files-resumable-uploads';
import { FilesOperationFiles1790000041000 } from './1790000041000-files-operation-files';
import { FilesImageVariants1790000042000 } from './1790000042000-files-image-variants';
import { AssessmentsQuestionVersions1790000043000 } from './1790000043000-assessments-question-versions';
import { AssessmentsQuizPolicies1790000043100 } from './1790000043100-assessments-quiz-policies';
import { AssessmentsAnswerLog1790000044000 } from './1790000044000-assessments-answer-log';
import { EnrollmentsAccommodations1790000045000 } from './1790000045000-enrollments-accommodations';
import { AssessmentsQuizExceptions1790000045100 } from './1790000045100-assessments-quiz-exceptions';
import { AssessmentsAttemptEnds1790000050000 } from './1790000050000-assessments-attempt-ends';
import { AssessmentsPapers1790000051000 } from './1790000051000-assessments-papers';
import { AssessmentsLastCloses1790000052000 } from './1790000052000-assessments-last-closes';
import { AssessmentsAttemptActions1790000053000 } from './1790000053000-assessments-attempt-actions';
import { AssessmentsPositions1790000060000 } from './1790000060000-assessments-positions';
import { AssessmentsBankFolders1790000061000 } from './1790000061000-assessments-bank-folders';
import { AssessmentsDraws1790000061100 } from './1790000061100-assessments-draws';
import { AssessmentsExceptionDueZones1790000062000 } from './1790000062000-assessments-exception-due-zones';
import { AssessmentsDrawnNumbers1790000067000 } from './1790000067000-assessments-drawn-numbers';
import { AssessmentsPreviews1790000070100 } from './1790000070100-assessments-previews';
import { AssessmentsRests1790000070000 } from './1790000070000-assessments-rests';
import { AssessmentsAwaitedMarks1790000071000 } from './1790000071000-assessments-awaited-marks';
import { MarkingScripts1790000071100 } from './1790000071100-marking-scripts';
import { AssessmentsHandMarks1790000071200 } from './1790000071200-assessments-hand-marks';
import { AssessmentsPosting1790000071300 } from './1790000071300-assessments-posting';
import { AssessmentsQuestionFiles1790000072000 } from './1790000072000-assessments-question-files';
import { AssessmentsGuidance1790000074100 } from './1790000074100-assessments-guidance';
import { AssessmentsBehaviors1790000074200 } from './1790000074200-assessments-behaviors';
import { MarkingSavedComments1790000083200 } from './1790000083200-marking-saved-comments';
import { MarkingRubrics1790000083100 } from './1790000083100-marking-rubrics';
import { AssessmentsRegrades1790000082000 } from './1790000082000-assessments-regrades';
import { AssessmentsAnswerFiles1790000084100 } from './1790000084100-assessments-answer-files';
import { GradebookCategories1790000086000 } from './1790000086000-gradebook-categories';
import { MarkingSecondMarkers1790000087300 } from './1790000087300-marking-second-markers';
import { MarkingRemarkRequests1790000087310 } from './1790000087310-marking-remark-requests';
import { MarkingSharesOfMarks1790000088000 } from './1790000088000-marking-shares-of-marks';
import { GradebookSubmissionInstants1790000088100 } from './1790000088100-gradebook-submission-instants';
import { GradebookLatePolicies1790000088110 } from './1790000088110-gradebook-late-policies';
import { GradebookRuleChanges1790000088200 } from './1790000088200-gradebook-rule-changes';
import { GradebookFinalGrades1790000088300 } from './1790000088300-gradebook-final-grades';
import { GradebookReportComments1790000088310 } from './1790000088310-gradebook-report-comments';
import { GradebookStoredTotals1790000089000 } from './1790000089000-gradebook-stored-totals';
import { GradebookCourseLog1790000089200 } from './1790000089200-gradebook-course-log';
import { MarkingFeedbackFiles1790000089300 } from './1790000089300-marking-feedback-files';
import { GradebookPeriodClosings1790000090000 } from './1790000090000-gradebook-period-closings';
import { GradebookPeriodTotals1790000090010 } from './1790000090010-gradebook-period-totals';
import { GradebookGradingPeriods1790000089100 } from './1790000089100-gradebook-grading-periods';
import { GradebookFixedWeights1790000089110 } from './1790000089110-gradebook-fixed-weights';
import { AssessmentsQuestionLikenesses1790000087200 } from './1790000087200-assessments-question-likenesses';
import { AssessmentsBankShares1790000087210 } from './1790000087210-assessments-bank-shares';
import { FilesResultsOfOperations1790000092000 } from './1790000092000-files-results-of-operations';
import { CoursesVersions1790000093000 } from './1790000093000-courses-versions';
import { CoursesContentCheck1790000093010 } from './1790000093010-courses-content-check';
import { CoursesTerms1790000094000 } from './1790000094000-courses-terms';
import { CoursesReleaseRules1790000095000 } from './1790000095000-courses-release-rules';
import { IdentitySchools1790000094010 } from './1790000094010-identity-schools';
import { CoursesDescriptions1790000094020 } from './1790000094020-courses-descriptions';
import { EnrollmentsLiveSessions1790000096000 } from './1790000096000-enrollments-live-sessions';
import { EnrollmentsAttendance1790000096010 } from './1790000096010-enrollments-attendance';
import { CoursesRollovers1790000098000 } from './1790000098000-courses-rollovers';
import { CoursesExpectedBy1790000097020 } from './1790000097020-courses-expected-by';
import { ProgressActivitySignals1790000099000 } from './1790000099000-progress-activity-signals';
import { ProgressCalendarFeeds1790000099100 } from './1790000099100-progress-calendar-feeds';
import { EnrollmentsTags1790000101120 } from './1790000101120-enrollments-tags';
import { EnrollmentsBulkChanges1790000101130 } from './1790000101130-enrollments-bulk-changes';
import { EnrollmentsKeys1790000101195 } from './1790000101195-enrollments-keys';
import { IdentityErasedPeople1790000101200 } from './1790000101200-identity-erased-people';
import { IdentityDataExports1790000101210 } from './1790000101210-identity-data-exports';
import { IdentityLegalHolds1790000101220 } from './1790000101220-identity-legal-holds';
import { IdentityAccountMerges1790000101520 } from './1790000101520-identity-account-merges';
import { EnrollmentsRoles1790000101400 } from './1790000101400-enrollments-roles';
import { EnrollmentsLabelAccommodations1790000101600 } from './1790000101600-enrollments-label-accommodations';
import { IdentityPeopleSearch1790000101700 } from './1790000101700-identity-people-search';
import { IdentityObservers1790000101650 } from './1790000101650-identity-observers';
import { IdentitySignInCodes1790000101530 } from './1790000101530-identity-sign-in-codes';
import { EnrollmentsGroupAssignments1790000101110 } from './1790000101110-enrollments-group-assignments';
import { EnrollmentsInvitations1790000101030 } from './1790000101030-enrollments-invitations';
import { EnrollmentsOffers1790000101040 } from './1790000101040-enrollments-offers';
import { EnrollmentsGroups1790000101100 } from './1790000101100-enrollments-groups';
import { EnrollmentsAnnouncements1790000099200 } from './1790000099200-enrollments-announcements';
import { CoursesWindows1790000099300 } from './1790000099300-courses-windows';
import { CoursesScheduledPublications1790000100000 } from './1790000100000-courses-scheduled-publications';
import { CoursesSubSections1790000100010 } from './1790000100010-courses-sub-sections';
import { CoursesCompletionRules1790000097000 } from './1790000097000-courses-completion-rules';
import { ProgressCompletionStandings1790000097010 } from './1790000097010-progress-completion-standings';
import { SurveysSurveys1790000100020 } from './1790000100020-surveys-surveys';
import { CoursesCovers1790000100100 } from './1790000100100-courses-covers';
import { EnrollmentsStates1790000101000 } from './1790000101000-enrollments-states';
import { EnrollmentsAdmission1790000101010 } from './1790000101010-enrollments-admission';

/** Every migration, oldest first. A list rather than a glob: the same under Jest, in the build and in Docker. */
export const MIGRATIONS = [
  SharedOutboxAndIdempotency1790000000000,
  SharedOperations1790000000500,
  IdentityAccounts1790000001000,
  CoursesCoursesAndContent1790000002000,
  EnrollmentsEnrollments1790000003000,
  AssessmentsQuizzes1790000004000,
  GradebookLineItemsAndResults1790000005000,
  ProgressActivityCompletions1790000006000,
  RosteringImportBookkeeping1790000007000,
  EnrollmentsNames1790000008000,
  SharedIdempotencyViews1790000009000,
  IdentityLimits1790000010000,
  ProgressKeptWork1790000011000,
  SharedOperationInputs1790000012000,
  SharedStoreMarks1790000013000,
  CoursesOwnFields1790000016000,
  IdentityIdentifiers1790000018000,
  IdentityGuardians1790000018100,
  SharedOperationChanges1790000018200,
  GradebookDueTimeZones1790000019000,
  CoursesTimeZoneNames1790000019100,
  EnrollmentsEarlierEnrollments1790000021000,
  ProgressSignsOfActivity1790000021100,
  CoursesListOrders1790000023000,
  IdentitySearch1790000023100,
  CoursesSearch1790000023200,
  RosteringRoles1790000030000,
  IdentitySuspendedAccounts1790000033000,
  CoursesOrdersByStatus1790000033100,
  EnrollmentsOwnOrder1790000033200,
  GradebookHistoryOrder1790000033300,
  FilesFiles1790000036000,
  CoursesActivityFiles1790000036100,
  FilesResumableUploads1790000040000,
  FilesOperationFiles1790000041000,
  FilesImageVariants1790000042000,
  AssessmentsQuestionVersions1790000043000,
  AssessmentsQuizPolicies1790000043100,
  AssessmentsAnswerLog1790000044000,
  EnrollmentsAccommodations1790000045000,
  AssessmentsQuizExceptions1790000045100,
  AssessmentsAttemptEnds1790000050000,
  AssessmentsPapers1790000051000,
  AssessmentsLastCloses1790000052000,
  AssessmentsAttemptActions1790000053000,
  AssessmentsPositions1790000060000,
  AssessmentsBankFolders1790000061000,
  AssessmentsDraws1790000061100,
  AssessmentsExceptionDueZones1790000062000,
  AssessmentsDrawnNumbers1790000067000,
  AssessmentsRests1790000070000,
  AssessmentsPreviews1790000070100,
  AssessmentsAwaitedMarks1790000071000,
  MarkingScripts1790000071100,
  AssessmentsHandMarks1790000071200,
  AssessmentsPosting1790000071300,
  AssessmentsQuestionFiles1790000072000,
  AssessmentsGuidance1790000074100,
  AssessmentsBehaviors1790000074200,
  AssessmentsRegrades1790000082000,
  MarkingRubrics1790000083100,
  MarkingSavedComments1790000083200,
  AssessmentsAnswerFiles1790000084100,
  GradebookCategories1790000086000,
  AssessmentsQuestionLikenesses1790000087200,
  AssessmentsBankShares1790000087210,
  MarkingSecondMarkers1790000087300,
  MarkingRemarkRequests1790000087310,
  MarkingSharesOfMarks1790000088000,
  GradebookSubmissionInstants1790000088100,
  GradebookLatePolicies1790000088110,
  GradebookRuleChanges1790000088200,
  GradebookFinalGrades1790000088300,
  GradebookReportComments1790000088310,
  GradebookStoredTotals1790000089000,
  GradebookGradingPeriods1790000089100,
  GradebookFixedWeights1790000089110,
  GradebookCourseLog1790000089200,
  MarkingFeedbackFiles1790000089300,
  GradebookPeriodClosings1790000090000,
  GradebookPeriodTotals1790000090010,
  FilesResultsOfOperations1790000092000,
  CoursesVersions1790000093000,
  CoursesContentCheck1790000093010,
  CoursesTerms1790000094000,
  IdentitySchools1790000094010,
  CoursesDescriptions1790000094020,
  CoursesReleaseRules1790000095000,
  EnrollmentsLiveSessions1790000096000,
  EnrollmentsAttendance1790000096010,
  CoursesCompletionRules1790000097000,
  ProgressCompletionStandings1790000097010,
  CoursesExpectedBy1790000097020,
  CoursesRollovers1790000098000,
  ProgressActivitySignals1790000099000,
  ProgressCalendarFeeds1790000099100,
  EnrollmentsAnnouncements1790000099200,
  CoursesWindows1790000099300,
  CoursesScheduledPublications1790000100000,
  CoursesSubSections1790000100010,
  SurveysSurveys1790000100020,
  CoursesCovers1790000100100,
  EnrollmentsStates1790000101000,
  EnrollmentsAdmission1790000101010,
  EnrollmentsInvitations1790000101030,
  EnrollmentsOffers1790000101040,
  EnrollmentsGroups1790000101100,
  EnrollmentsGroupAssignments1790000101110,
  EnrollmentsTags1790000101120,
  EnrollmentsBulkChanges1790000101130,
  EnrollmentsKeys1790000101195,
  IdentityErasedPeople1790000101200,
  IdentityDataExports1790000101210,
  IdentityLegalHolds1790000101220,
  EnrollmentsRoles1790000101400,
  IdentityAccountMerges1790000101520,
  IdentitySignInCodes1790000101530,
  EnrollmentsLabelAccommodations1790000101600,
  IdentityObservers1790000101650,
  IdentityPeopleSearch1790000101700,
];
