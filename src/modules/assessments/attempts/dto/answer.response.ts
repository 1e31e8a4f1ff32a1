import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Caller } from '../../../../shared/auth/caller';
import type { DomainError } from '../../../../shared/errors/domain-error';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { sayTo } from '../../../../shared/sentences/say';
import { anyResponse } from '../../question-types/api-schemas';
import { ANSWER_OUTCOMES, type AnswerOutcome, type LogEntry } from '../answer-log';
import type { Remark } from '../../question-types/parts/answer-remarks';
import { AnswerRemark, toAnswerRemarkResponses } from './attempt-question.response';
import { RECEIPT_EXAMPLE } from './receipt.dto';

export const ANSWER_STATUSES = ['saved', 'refused'] as const;
namedEnum('AnswerStatus', ANSWER_STATUSES);

export class SavedAnswerResponse {
  @ApiProperty({ format: 'uuid' })
  questionId: string;

  @ApiProperty({ allOf: [anyResponse], example: 'median' })
  response: unknown;

  @ApiProperty({ type: 'integer', example: 3, description: 'Yours, or the next one where you sent none.' })
  sequence: number;

  @ApiProperty({
    enum: ANSWER_OUTCOMES,
    example: 'counts',
    description:
      '`counts`: it is the answer now. `replaced`: an answer with a higher sequence has been saved, which counts. `late`: it came after the end, and is kept but does not count.',
  })
  outcome: AnswerOutcome;

  @ApiProperty({ format: 'date-time', example: '2026-03-09T10:04:12.000Z' })
  savedAt: Date;

  @ApiProperty({
    example: RECEIPT_EXAMPLE,
    description: 'States that this answer was saved; see `POST /v1/receipts/verification`.',
  })
  receipt: string;

  @ApiPropertyOptional({
    type: [AnswerRemark],
    description: 'Only if the response was changed so that it could be stored, or cannot be read.',
  })
  remarks?: AnswerRemark[];
}

/** One of many answers: saved, with what a single one is answered with; or refused, with the reason. */
export class AnswerResultResponse {
  @ApiProperty({ enum: ANSWER_STATUSES, example: 'saved' })
  status: (typeof ANSWER_STATUSES)[number];

  @ApiProperty({ format: 'uuid' })
  questionId: string;

  @ApiPropertyOptional({ allOf: [anyResponse], example: 'median' })
  response?: unknown;

  @ApiPropertyOptional({ type: 'integer', example: 3 })
  sequence?: number;

  @ApiPropertyOptional({ enum: ANSWER_OUTCOMES, example: 'counts' })
  outcome?: AnswerOutcome;

  @ApiPropertyOptional({ format: 'date-time', example: '2026-03-09T10:04:12.000Z' })
  savedAt?: Date;

  @ApiPropertyOptional({ example: RECEIPT_EXAMPLE })
  receipt?: string;

  @ApiPropertyOptional({ type: [AnswerRemark] })
  remarks?: AnswerRemark[];

  @ApiPropertyOptional({
    example: 'assessments.sequence_taken',
    description:
      'Of a refused answer: the code of the error that it would have been answered with by itself.',
  })
  code?: string;

  @ApiPropertyOptional({ example: 'Another answer with this sequence has been saved.' })
  detail?: string;
}

export class SavedAnswersResponse {
  @ApiProperty({ type: [AnswerResultResponse], description: 'One for each answer, in their order.' })
  results: AnswerResultResponse[];
}

export function toSavedAnswerResponse(
  {
    questionId,
    entry: { response, sequence, savedAt },
    outcome,
    receipt,
    remarks,
  }: {
    questionId: string;
    entry: LogEntry;
    outcome: AnswerOutcome;
    receipt: string;
    remarks: Remark[];
  },
  caller: Pick<Caller, 'locale'>,
): SavedAnswerResponse {
  return {
    ...{ questionId, response: response ?? null, sequence, outcome, savedAt, receipt },
    ...(remarks.length > 0 ? { remarks: toAnswerRemarkResponses(remarks, caller) } : {}),
  };
}

export function toRefusedAnswerResponse(
  questionId: string,
  { code, detail }: DomainError,
  reader: Pick<Caller, 'locale'>,
): AnswerResultResponse {
  return { status: 'refused', questionId, code, detail: sayTo(reader, detail) };
}
