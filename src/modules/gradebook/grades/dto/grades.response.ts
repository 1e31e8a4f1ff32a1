import { ApiProperty } from '@nestjs/swagger';
import { nullablePlainDecimal, plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { LatenessResponse } from '../../lateness/dto/lateness.response';
import { DUE_MOVERS, type DueMover } from '../../line-items/counted-due';
import {
  RESULT_SOURCES,
  type ResultSource,
  SCORE_STATUSES,
  type ScoreStatus,
} from '../../results/result-value';
import { PeriodTotalsResponse, toPeriodTotalsResponse, TotalsResponse } from '../../totals/totals.response';
import type { LearnerGrade, LearnerGrades } from '../learner-grades';
import { LearnerTokensResponse } from './learner-tokens.response';

namedEnum('DueMover', DUE_MOVERS);

/** A line item with the learner's result. */
export class GradeResponse {
  @ApiProperty({ format: 'uuid' })
  lineItemId: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The quiz, if it is one.' })
  activityId: string | null;

  @ApiProperty({ example: 'Survey plan' })
  title: string;

  @ApiProperty({ type: String, nullable: true, example: 'Homework' })
  category: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'For everybody.',
    example: '2026-03-27T22:59:59.999Z',
  })
  dueAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The day of `dueAt` in the course’s time zone.',
    example: '2026-03-27',
  })
  dueDate: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'The due that counts for the learner.',
    example: '2026-03-27T22:59:59.999Z',
  })
  effectiveDueAt: Date | null;

  @ApiProperty({
    enum: DUE_MOVERS,
    nullable: true,
    description: 'What gives the learner another due than everybody’s; null where nothing does.',
    example: null,
  })
  dueMovedBy: DueMover | null;

  @ApiProperty({ example: '0', format: 'decimal' })
  resultValueMin: string;

  @ApiProperty({ example: '20', format: 'decimal' })
  resultValueMax: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'As it was entered, or earned in the quiz.',
    example: '17.5',
  })
  score: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description:
      'The score that counts: without what lateness takes, and for missing work what its deduction leaves. Rounded to 4 decimals.',
    example: '17.5',
  })
  effectiveScore: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'Where the effective score lies in the range, in percent with at most 2 decimals.',
    example: '87.5',
  })
  percentage: string | null;

  @ApiProperty({
    enum: SCORE_STATUSES,
    nullable: true,
    description: 'Null where there is no result.',
    example: 'fully graded',
  })
  scoreStatus: ScoreStatus | null;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The day of grading.',
    example: '2026-03-26',
  })
  scoreDate: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the work came in; null where it did not, or nobody knows.',
    example: '2026-03-26T14:05:00.000Z',
  })
  submittedAt: Date | null;

  @ApiProperty({
    description:
      'It came in after `effectiveDueAt`, and after the grace that the course gives, or staff say so. What is exempt or not submitted is never late.',
    example: false,
  })
  late: boolean;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'How many days of 24 hours after `effectiveDueAt` it came in, begun ones; 0: in time. Null where nothing was handed in, is due, or is asked, and where nobody knows when it came in.',
    example: 0,
  })
  daysLate: number | null;

  @ApiProperty({
    type: LatenessResponse,
    nullable: true,
    description: 'Null where there is nothing to say about when it came in.',
  })
  lateness: LatenessResponse | null;

  @ApiProperty({ type: String, nullable: true, example: 'Clear population and a sound random draw.' })
  comment: string | null;

  @ApiProperty({ enum: RESULT_SOURCES, nullable: true, example: 'instructor' })
  source: ResultSource | null;

  @ApiProperty({ description: 'An instructor’s score stands in place of the quiz’s.', example: false })
  isOverride: boolean;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The submission that gave the score.',
  })
  attemptId: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description:
      'The grading period to which it belongs for the learner: the one that the line item names, or in which it is due for them. Null: none.',
    example: null,
  })
  periodId: string | null;
}

/** A learner's grades in a course. */
export class GradesResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description:
      'As `totals.current`: of what has a score, by the rules of the course (`GET /v1/courses/{courseId}/grade-rules`), in percent with at most 2 decimals; null while nothing has one.',
    example: '84.17',
  })
  total: string | null;

  @ApiProperty({ type: TotalsResponse })
  totals: TotalsResponse;

  @ApiProperty({
    type: [PeriodTotalsResponse],
    description: 'Of each grading period of the course, in the order of time.',
  })
  periods: PeriodTotalsResponse[];

  @ApiProperty({
    type: LearnerTokensResponse,
    nullable: true,
    description:
      'What the learner can spend on late work; null where the late policy of the course gives none.',
  })
  graceTokens: LearnerTokensResponse | null;

  @ApiProperty({ type: [GradeResponse], description: 'By due date, what has none last.' })
  lineItems: GradeResponse[];
}

export function toGradesResponse(
  courseId: string,
  userId: string,
  { totals, periods, lineItems, tokens }: LearnerGrades,
): GradesResponse {
  return {
    ...{ courseId, userId, total: totals.current, totals },
    periods: periods.map(toPeriodTotalsResponse),
    graceTokens: tokens,
    lineItems: lineItems.map(toGradeResponse),
  };
}

function toGradeResponse({
  grade,
  due,
  counted,
  effectiveScore,
  percentage,
  late,
  daysLate,
  lateness,
  isOverride,
  periodId,
}: LearnerGrade): GradeResponse {
  const { lineItemId, activityId, title, category, dueAt, min, max, result } = grade;
  return {
    ...{ lineItemId, activityId, title, category, dueAt },
    dueDate: due?.day ?? null,
    effectiveDueAt: counted?.at ?? null,
    dueMovedBy: counted?.movedBy ?? null,
    resultValueMin: plainDecimal(min),
    resultValueMax: plainDecimal(max),
    score: nullablePlainDecimal(result?.score ?? null),
    ...{ effectiveScore, percentage },
    scoreStatus: result?.scoreStatus ?? null,
    scoreDate: result?.scoreDate ?? null,
    submittedAt: result?.submittedAt ?? null,
    ...{ late, daysLate, lateness },
    comment: result?.comment ?? null,
    source: result?.source ?? null,
    ...{ isOverride, periodId },
    attemptId: result?.attemptId ?? null,
  };
}
