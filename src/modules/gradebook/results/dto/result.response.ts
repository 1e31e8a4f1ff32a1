import { ApiProperty } from '@nestjs/swagger';
import { LatenessChangeResponse, LatenessResponse } from '../../lateness/dto/lateness.response';
import type { ShownScore } from '../../lateness/shown-score';
import { nullablePlainDecimal } from '../../../../shared/decimals/plain-decimal';
import {
  CHANGE_CAUSES,
  type ChangeCause,
  isOverride,
  RESULT_SOURCES,
  type ResultSource,
  SCORE_STATUSES,
  type ScoreStatus,
} from '../result-value';
import type { ResultSlot, StoredResult } from '../results.repository';
import { asView, stateName, viewIn } from '../../../../shared/http/etag';
import { namedEnum } from '../../../../shared/http/named-schemas';

namedEnum('ScoreStatus', SCORE_STATUSES);
namedEnum('ResultSource', RESULT_SOURCES);
namedEnum('ChangeCause', CHANGE_CAUSES);

/** What a learner got for a line item, and where that came from. */
export class ResultResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  lineItemId: string;

  @ApiProperty({ format: 'uuid' })
  userId: string;

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

  @ApiProperty({ enum: SCORE_STATUSES, example: 'fully graded' })
  scoreStatus: ScoreStatus;

  @ApiProperty({ format: 'date', description: 'The day of grading.', example: '2026-03-26' })
  scoreDate: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the work came in; null where it did not, or nobody knows.',
    example: '2026-03-26T14:05:00.000Z',
  })
  submittedAt: Date | null;

  @ApiProperty({
    description: 'It came in after the due date that counts for the learner, or staff say so.',
    example: false,
  })
  late: boolean;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Days of 24 hours, begun ones; 0: in time. Null where nobody can say.',
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

  @ApiProperty({ enum: RESULT_SOURCES, example: 'instructor' })
  source: ResultSource;

  @ApiProperty({ description: 'An instructor’s score stands in place of a quiz’s.', example: false })
  isOverride: boolean;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The submission that gave it.' })
  attemptId: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The import that gave it.' })
  operationId: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The instructor who gave it.' })
  recordedBy: string | null;

  @ApiProperty({ format: 'date-time' })
  recordedAt: Date;

  @ApiProperty({ example: 1 })
  version: number;
}

/** The score before or after a step of a result's history. */
export class HistoricScoreResponse {
  @ApiProperty({ type: String, nullable: true, format: 'decimal', example: '14' })
  score: string | null;

  @ApiProperty({ enum: SCORE_STATUSES, example: 'fully graded' })
  scoreStatus: ScoreStatus;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-03-26T14:05:00.000Z' })
  submittedAt: Date | null;
}

export class ChangedByResponse {
  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({ example: 'Ingrid' })
  givenName: string;

  @ApiProperty({ example: 'Solberg' })
  familyName: string;
}

/** One step of a result's history. */
export class ResultChangeResponse {
  @ApiProperty({ format: 'date-time' })
  changedAt: Date;

  @ApiProperty({ enum: CHANGE_CAUSES, example: 'attempt' })
  cause: ChangeCause;

  @ApiProperty({
    description:
      'False for an attempt that was submitted while an override stood: `to` is then the score that it would have given.',
    example: true,
  })
  applied: boolean;

  @ApiProperty({
    type: HistoricScoreResponse,
    nullable: true,
    description: 'Null where there was no result.',
  })
  from: HistoricScoreResponse | null;

  @ApiProperty({
    type: HistoricScoreResponse,
    nullable: true,
    description: 'Null where the change removed the result.',
  })
  to: HistoricScoreResponse | null;

  @ApiProperty({
    type: LatenessChangeResponse,
    nullable: true,
    description: 'For the cause `lateness`: what staff said of it. Null for all others.',
  })
  lateness: LatenessChangeResponse | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  comment: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  attemptId: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The import that caused it.' })
  operationId: string | null;

  @ApiProperty({
    type: ChangedByResponse,
    nullable: true,
    description: 'The instructor who made the change; null for attempts and imports.',
  })
  changedBy: ChangedByResponse | null;
}

export function toResultResponse(
  { lineItemId, userId, isQuiz }: ResultSlot,
  stored: StoredResult,
  value: NonNullable<StoredResult['value']>,
  shown: ShownScore,
  isKeptBack = false,
): ResultResponse {
  const { effectiveScore, late, daysLate, lateness } = shown;
  const response = {
    ...value,
    id: stored.id,
    lineItemId,
    userId,
    score: nullablePlainDecimal(value.score),
    ...{ effectiveScore, late, daysLate, lateness },
    isOverride: isOverride(isQuiz, value),
    recordedAt: stored.updatedAt,
    version: stored.version,
  };
  // What lateness takes changes with rules, due dates and time, which the version does not count.
  if (isKeptBack) return asView(response, 'withheld');
  const isPlain = lateness === null && daysLate === null && effectiveScore === response.score;
  return isPlain ? response : asView(response, viewIn('counted', stateOf(shown)));
}

function stateOf(shown: ShownScore): string {
  return stateName(shown);
}
