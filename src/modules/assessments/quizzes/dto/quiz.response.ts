import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AttemptsSoFar } from '../../../courses';
import { GRADING_POLICIES, type GradingPolicy } from '../../grading/grading-policy';
import type { OwnAttempts } from '../../attempts/attempt-records';
import type { QuizRecord } from '../quizzes.repository';
import { attemptsLeft, FEEDBACK_RULES, type FeedbackRule } from '../quiz-settings';
import { namedEnum } from '../../../../shared/http/named-schemas';

namedEnum('GradingPolicy', GRADING_POLICIES);
namedEnum('FeedbackRule', FEEDBACK_RULES);

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
    description: 'From then on no attempt can be started; open attempts can still be submitted.',
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
    enum: FEEDBACK_RULES,
    example: 'after_submission',
    description: 'When learners see which answers were right, the key and the feedback.',
  })
  feedback: FeedbackRule;

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

  // Learners get no version and so no ETag: what they read changes with their attempts, not with the quiz alone.
  @ApiPropertyOptional({ example: 3, description: 'For staff only; see `ETag`.' })
  version?: number;
}

export function toStaffQuizResponse(quiz: QuizRecord, title: string): QuizResponse {
  return { ...toQuizResponse(quiz, title, null), version: quiz.version };
}

export function toLearnersQuizResponse(
  quiz: QuizRecord,
  title: string,
  { started, openAttemptId }: OwnAttempts,
): QuizResponse {
  return toQuizResponse(quiz, title, {
    started,
    left: attemptsLeft(quiz.maxAttempts, started),
    openAttemptId,
  });
}

function toQuizResponse(
  quiz: QuizRecord,
  title: string,
  myAttempts: OwnAttemptsResponse | null,
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
    feedback: quiz.feedback,
    pointsPossible: quiz.pointsPossible,
    questionCount: quiz.questionCount,
    myAttempts,
  };
}
