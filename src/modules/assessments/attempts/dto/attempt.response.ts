import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Caller } from '../../../../shared/auth/caller';
import { Rational } from '../../../../shared/decimals/rational';
import { renderMarkdown } from '../../../../shared/markdown/markdown';
import { languageOf } from '../../../../shared/sentences/languages';
import { say } from '../../../../shared/sentences/say';
import { passes } from '../../grading/grading-policy';
import { isUnionOfQuestionTypes } from '../../question-types/api-schemas';
import {
  QUESTION_TYPES,
  type QuestionDefinition,
  type QuestionKey,
  type QuestionType,
  questionTypeOf,
  type QuestionView,
} from '../../question-types/registry';
import type { AnsweredQuestion, AttemptRecord, ListedAttempt, ResultTerms } from '../attempt-records';
import { REMARK_CODES, type Remark } from '../kept-response';
import { RECEIPT_EXAMPLE } from './receipt.dto';
import { namedEnum } from '../../../../shared/http/named-schemas';

namedEnum('QuestionType', QUESTION_TYPES);

export const ATTEMPT_STATUSES = ['in_progress', 'submitted'] as const;
namedEnum('AttemptStatus', ATTEMPT_STATUSES);

/** The fields that a list and a single attempt share. */
class AttemptFactsResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  activityId: string;

  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({
    type: 'integer',
    example: 1,
    description: 'Counts the learner’s attempts at the quiz from 1.',
  })
  number: number;

  @ApiProperty({ enum: ATTEMPT_STATUSES, example: 'submitted' })
  status: (typeof ATTEMPT_STATUSES)[number];

  @ApiProperty({ format: 'date-time', example: '2026-03-09T10:00:00.000Z' })
  startedAt: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-03-09T10:21:30.000Z' })
  submittedAt: Date | null;

  @ApiProperty({ format: 'decimal', example: '10', description: 'The points of all questions together.' })
  maxScore: string;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '7.5',
    description: 'Null until submitted.',
  })
  score: string | null;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '75',
    description: '`score` in percent of `maxScore`, rounded to 2 decimals; null until submitted.',
  })
  percentage: string | null;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    example: true,
    description: 'Whether this attempt reached the pass mark; null until submitted and where there is none.',
  })
  passed: boolean | null;
}

/** Something about an answer that was kept. */
export class AnswerRemark {
  @ApiProperty({ enum: REMARK_CODES, example: 'half_characters_replaced' })
  code: Remark['code'];

  @ApiProperty({ example: 'The sign � stands in the place of half a character.' })
  message: string;
}

/** A question of an attempt. Marks, key and feedback are present only for a caller who may see them. */
export class AttemptQuestionResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: QUESTION_TYPES, example: 'single_choice' })
  type: QuestionType;

  @ApiProperty({ example: '<p>Which of these is a measure of the <strong>center</strong>?</p>\n' })
  promptHtml: string;

  @ApiProperty({ format: 'decimal', example: '2' })
  points: string;

  @ApiProperty({ description: 'What there is to choose from, without the key.' })
  definition: QuestionView;

  @ApiProperty({ description: 'The answer that counts; null for none.' })
  response: unknown;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 3,
    description: 'Of the answer that counts, among the answers to this question; null if there was none.',
  })
  sequence: number | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-09T10:04:12.000Z',
    description: 'When the answer was saved last; null if never.',
  })
  savedAt: Date | null;

  @ApiPropertyOptional({
    type: [AnswerRemark],
    description: 'Only in the answer to the submission that sent the response.',
  })
  remarks?: AnswerRemark[];

  @ApiPropertyOptional({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '2',
    description: 'Null until submitted.',
  })
  pointsAwarded?: string | null;

  @ApiPropertyOptional({ type: Boolean, nullable: true, example: true, description: 'True for full marks.' })
  correct?: boolean | null;

  @ApiPropertyOptional({ description: 'The right answer.' })
  key?: QuestionKey;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '<p>The median is the middle value.</p>\n',
  })
  feedbackHtml?: string | null;
}

isUnionOfQuestionTypes(AttemptQuestionResponse, (type) => {
  const { View, response, keySchema, example } = type;
  const key = type.keyOf({ ...example.definition, type: type.name } as QuestionDefinition);
  return {
    promptHtml: { example: renderMarkdown(example.prompt) },
    points: { example: example.points },
    definition: { type: View },
    response: { oneOf: [response.schema, { type: 'null' }], example: example.response },
    pointsAwarded: { example: example.points },
    key: { ...keySchema, example: key, required: false },
    feedbackHtml: { example: renderMarkdown(example.feedback) },
  };
});

export class AttemptResponse extends AttemptFactsResponse {
  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '7.5',
    description:
      'The learner’s present grade in the quiz, by its grading policy over all submitted attempts; null until this one is submitted.',
  })
  gradeScore: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: RECEIPT_EXAMPLE,
    description:
      'States which answers count in the attempt; see `POST /v1/receipts/verification`. Null until submitted.',
  })
  receipt: string | null;

  @ApiProperty({ type: [AttemptQuestionResponse] })
  questions: AttemptQuestionResponse[];
}

export class AttemptLearnerResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'Ada' })
  givenName: string;

  @ApiProperty({ example: 'Lovelace' })
  familyName: string;
}

/** An attempt in a list. */
export class AttemptSummaryResponse extends AttemptFactsResponse {
  @ApiProperty({ type: AttemptLearnerResponse })
  learner: AttemptLearnerResponse;
}

/** What there is to say about a learner's answer, in their language. */
export function toAnswerRemarkResponses(
  remarks: Remark[],
  { locale }: Pick<Caller, 'locale'>,
): AnswerRemark[] {
  return remarks.map(({ code, message }) => ({ code, message: say(message, languageOf(locale) ?? 'en') }));
}

/** Who looks at an attempt. */
export type AttemptViewer = 'learner' | 'staff';

/**
 * An attempt as its viewer may see it. Keys, feedback and marks are shown by no other code: to staff at any
 * time, to the learner after the submission and only if the quiz gives feedback.
 */
export function toAttemptResponse(
  attempt: AttemptRecord,
  { feedback, passPercentage }: Pick<ResultTerms, 'feedback' | 'passPercentage'>,
  questions: AnsweredQuestion[],
  gradeScore: string | null,
  receipt: string | null,
  viewer: AttemptViewer,
): AttemptResponse {
  const isReviewed = viewer === 'staff' || (attempt.submittedAt !== null && feedback === 'after_submission');
  return {
    ...facts(attempt, passPercentage),
    userId: attempt.userId,
    gradeScore,
    receipt,
    questions: questions.map((question) =>
      isReviewed ? { ...asked(question), ...review(question) } : asked(question),
    ),
  };
}

export function toAttemptSummaryResponse(attempt: ListedAttempt): AttemptSummaryResponse {
  const { userId: id, givenName, familyName } = attempt;
  return { ...facts(attempt, attempt.passPercentage), learner: { id, givenName, familyName } };
}

function facts(attempt: AttemptRecord, passPercentage: string | null): AttemptFactsResponse {
  const { id, activityId, courseId, number, startedAt, submittedAt, maxScore, score } = attempt;
  return {
    id,
    activityId,
    courseId,
    number,
    status: submittedAt === null ? 'in_progress' : 'submitted',
    startedAt,
    submittedAt,
    maxScore,
    score,
    percentage: score === null ? null : percentageOf(score, maxScore),
    passed: score === null || passPercentage === null ? null : passes(score, maxScore, passPercentage),
  };
}

function percentageOf(score: string, maxScore: string): string {
  const max = Rational.of(maxScore);
  return max.isZero() ? '0' : Rational.of(score).over(max).toPercent(2);
}

function asked({
  id,
  promptHtml,
  points,
  definition,
  response,
  sequence,
  savedAt,
}: AnsweredQuestion): AttemptQuestionResponse {
  const view = questionTypeOf(definition).viewOf(definition);
  return { id, type: view.type, promptHtml, points, definition: view, response, sequence, savedAt };
}

function review({
  pointsAwarded,
  correct,
  definition,
  feedbackHtml,
}: AnsweredQuestion): Partial<AttemptQuestionResponse> {
  return { pointsAwarded, correct, key: questionTypeOf(definition).keyOf(definition), feedbackHtml };
}
