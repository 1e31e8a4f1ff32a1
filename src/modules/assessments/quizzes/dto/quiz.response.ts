import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AttemptsSoFar, PersonalTerms } from '../../../courses';
import { toPersonalTerms } from '../../exceptions/dto/personal-terms.response';
import type { EffectiveTerms } from '../../exceptions/effective-terms';
import { GRADING_POLICIES, type GradingPolicy } from '../../grading/grading-policy';
import type { OwnAttempts } from '../../attempts/attempt-records';
import { BEHAVIOR_NAMES, type BehaviorName } from '../../behaviors/behavior';
import { FeedbackBandDto } from './update-quiz.dto';
import type { QuizRecord } from '../quizzes.repository';
import { ReviewRulesDto } from '../../review/review-rules.dto';
import type { ReviewRules } from '../../review/review-rules';
import {
  ATTEMPT_ENDS,
  type AttemptEnd,
  attemptsLeft,
  FEEDBACK_RULES,
  feedbackOf,
  type FeedbackRule,
  type Navigation,
  NAVIGATIONS,
  OFFLINE_RULES,
  type OfflineRule,
} from '../quiz-settings';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { POSTING_RULES, type PostingRule } from '../../review/posting';

namedEnum('PostingRule', POSTING_RULES);

namedEnum('GradingPolicy', GRADING_POLICIES);
namedEnum('FeedbackRule', FEEDBACK_RULES);
namedEnum('AttemptEnd', ATTEMPT_ENDS);
namedEnum('Navigation', NAVIGATIONS);
namedEnum('OfflineRule', OFFLINE_RULES);

export class OwnAttemptsResponse extends AttemptsSoFar {}

export class QuizResponse {
  @ApiProperty({ format: 'uuid' })
  activityId: string;

  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ example: 'Quiz 1: describing data' })
  title: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 2,
    description: 'How many attempts each learner has; null: no limit.',
  })
  maxAttempts: number | null;

  @ApiProperty({
    enum: GRADING_POLICIES,
    example: 'highest',
    description: 'Which of a learner’s submitted attempts make the grade; `average` is the mean of all.',
  })
  grading: GradingPolicy;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-02T08:00:00.000Z',
    description: 'From then on attempts can be started; null: at once.',
  })
  opensAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-16T22:59:59.000Z',
    description: 'When the quiz should be submitted by. Refuses nothing.',
  })
  dueAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description:
      'From then on no attempt can be started, and open attempts end, later for those who have more time.',
  })
  closesAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '60',
    description: 'Percentage of the points that passes; null: no pass mark.',
  })
  passPercentage: string | null;

  @ApiProperty({
    example: false,
    description: 'Whether each attempt shows the questions in its own order.',
  })
  shuffleQuestions: boolean;

  @ApiProperty({
    example: false,
    description:
      'Whether each attempt shows what there is to choose, to match or to put in order in an order of its own. Where it does not, options are shown as they were written; what is to be matched, put in order or chosen for gaps still is not, since that order may be the right one: it is shown in one that only depends on the items.',
  })
  shuffleOptions: boolean;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 2700,
    description: 'How long an attempt may take; null: no limit.',
  })
  timeLimitSeconds: number | null;

  @ApiProperty({
    enum: ATTEMPT_ENDS,
    example: 'submit',
    description:
      'What becomes of an attempt whose time is up: `submit`, `grace` (it can be submitted for `graceSeconds` more) or `abandon`.',
  })
  atEnd: AttemptEnd;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: null,
    description: 'With `grace`.',
  })
  graceSeconds: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: null,
    description: 'From the end of the first attempt to the start of the second; null: none.',
  })
  delayAfterFirstSeconds: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: null,
    description: 'From the end of each later attempt to the start of the next; null: none.',
  })
  delayAfterLaterSeconds: number | null;

  @ApiProperty({
    example: false,
    description: 'Whether `closesAt` holds for those as well who have more time.',
  })
  hardClose: boolean;

  @ApiProperty({
    enum: OFFLINE_RULES,
    example: 'not_counted',
    description: 'Whether an answer counts that was written before the end and delivered after it.',
  })
  offlineAnswers: OfflineRule;

  @ApiProperty({
    enum: NAVIGATIONS,
    example: 'free',
    description:
      '`sequential`: one question after another, without a way back. Learners see the questions up to the one whose turn it is, and only that one takes answers.',
  })
  navigation: Navigation;

  @ApiProperty({
    enum: BEHAVIOR_NAMES,
    example: 'deferred',
    description:
      'When answers are judged, of attempts that begin. `deferred`: all at the end. `immediate`: each may be checked once. `interactive`: one try more than the question has hints; each that was not right costs the penalty of the question. `adaptive`: as many tries as one likes, each at the penalty, and the best counts. `…_certainty`: learners say how sure they are, and lose points where they were wrong and sure.',
  })
  behavior: BehaviorName;

  @ApiProperty({
    example: false,
    description: 'Whether a learner needs a password to start.',
  })
  needsPassword: boolean;

  @ApiProperty({ type: ReviewRulesDto, description: 'What learners see of their attempts, and when.' })
  review: ReviewRules;

  @ApiProperty({
    enum: FEEDBACK_RULES,
    example: 'after_submission',
    description:
      'A short word for `review`: `after_submission` where the right answers are shown as soon as an attempt is submitted.',
  })
  feedback: FeedbackRule;

  @ApiProperty({
    enum: POSTING_RULES,
    example: 'at_once',
    description:
      'When learners see scores, of which the review rules show what they do: `at_once`, `at_date` (`postsAt`), `when_all_marked` (a quiz that closes is closed for everybody, and no answer waits for a mark; in one that does not close, no answer of the attempt itself does), or `by_hand`: not until this is set to `at_once`.',
  })
  posting: PostingRule;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'With `at_date`: when marks are posted.',
  })
  postsAt: Date | null;

  @ApiProperty({ format: 'decimal', example: '10', description: 'The points of all questions together.' })
  pointsPossible: string;

  @ApiProperty({ type: 'integer', example: 5 })
  questionCount: number;

  @ApiProperty({
    type: OwnAttemptsResponse,
    nullable: true,
    description: "The caller's own attempts; null for staff, who take none.",
  })
  myAttempts: OwnAttemptsResponse | null;

  @ApiProperty({
    type: PersonalTerms,
    nullable: true,
    description:
      'What holds for the caller, where an accommodation or an exception gives them other terms than the above, which are those of everybody; null where it does not, and for staff.',
  })
  myTerms: PersonalTerms | null;

  // Learners get no version and so no ETag: what they read changes with their attempts, not with the quiz alone.
  @ApiPropertyOptional({ example: 3, description: 'For staff only; see `ETag`.' })
  version?: number;

  @ApiPropertyOptional({ type: String, nullable: true, example: null, description: 'For staff only.' })
  password?: string | null;

  @ApiPropertyOptional({ type: [FeedbackBandDto], description: 'For staff only.' })
  overallFeedback?: FeedbackBandDto[];
}

export function toStaffQuizResponse(quiz: QuizRecord, title: string): QuizResponse {
  const { version, password, overallFeedback } = quiz;
  return { ...toQuizResponse(quiz, title, null), version, password, overallFeedback };
}

export function toLearnersQuizResponse(
  quiz: QuizRecord,
  title: string,
  terms: EffectiveTerms,
  { started, openAttemptId }: OwnAttempts,
): QuizResponse {
  const left = attemptsLeft(terms.maxAttempts.effective, started);
  return toQuizResponse(quiz, title, { started, left, openAttemptId }, toPersonalTerms(terms));
}

function toQuizResponse(
  quiz: QuizRecord,
  title: string,
  myAttempts: OwnAttemptsResponse | null,
  myTerms: PersonalTerms | null = null,
): QuizResponse {
  return {
    activityId: quiz.activityId,
    courseId: quiz.courseId,
    title,
    maxAttempts: quiz.maxAttempts,
    grading: quiz.grading,
    opensAt: quiz.opensAt,
    dueAt: quiz.dueAt,
    closesAt: quiz.closesAt,
    passPercentage: quiz.passPercentage,
    shuffleQuestions: quiz.shuffleQuestions,
    shuffleOptions: quiz.shuffleOptions,
    timeLimitSeconds: quiz.timeLimitSeconds,
    atEnd: quiz.atEnd,
    graceSeconds: quiz.graceSeconds,
    delayAfterFirstSeconds: quiz.delayAfterFirstSeconds,
    delayAfterLaterSeconds: quiz.delayAfterLaterSeconds,
    hardClose: quiz.hardClose,
    offlineAnswers: quiz.offlineAnswers,
    navigation: quiz.navigation,
    behavior: quiz.behavior,
    needsPassword: quiz.password !== null,
    review: quiz.review,
    ...{ posting: quiz.posting, postsAt: quiz.postsAt },
    feedback: feedbackOf(quiz.review),
    pointsPossible: quiz.pointsPossible,
    questionCount: quiz.questionCount,
    myAttempts,
    myTerms,
  };
}
