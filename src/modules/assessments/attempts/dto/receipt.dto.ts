import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { anyResponse } from '../../question-types/api-schemas';
import type { OpenedReceipt } from '../receipts';
import { hashOf } from '../response-hash';

export const RECEIPT_KINDS = ['answer', 'submission'] as const;
namedEnum('ReceiptKind', RECEIPT_KINDS);

/** Of one answer; the signature is made up. */
export const RECEIPT_EXAMPLE =
  'demo.WyJhIiwiMDE5OTAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDBlZTAxIiwxNzczMDUxMDAwMDAwXQ.w2pUqGmgmfO1cXYbnr2qfQv5mBqJLgR6q0zcjvZy3bI';

/** A receipt for all answers of the longest quiz has less. */
const LONGEST_RECEIPT = 40_000;

export class VerifyReceiptDto {
  @ApiProperty({ example: RECEIPT_EXAMPLE, description: 'As it was given out, to the last character.' })
  @Text('line', { max: LONGEST_RECEIPT })
  receipt: string;

  @ApiPropertyOptional({
    allOf: [anyResponse],
    example: 'median',
    description: 'An answer, to learn which of those on the receipt it is.',
  })
  @IsOptional()
  response?: unknown;
}

export class ReceiptEntryResponse {
  @ApiProperty({ format: 'uuid' })
  questionId: string;

  @ApiProperty({ type: 'integer', example: 3 })
  sequence: number;

  @ApiProperty({
    example: 'Fi4wQ9sWZo8kcy9ysKNSFWfzxSmCAz0h6KxjZUAJRkc',
    description: 'SHA-256 of the answer in canonical JSON (RFC 8785), in base64url.',
  })
  sha256: string;

  @ApiPropertyOptional({ example: true, description: 'Whether it is the `response` of the request.' })
  isResponse?: boolean;
}

export class VerifiedReceiptResponse {
  @ApiProperty({ example: true, description: 'Whether this server gave the receipt out, as it stands.' })
  isGenuine: boolean;

  @ApiPropertyOptional({ example: 'demo', description: 'The key that it was signed with.' })
  keyId?: string;

  @ApiPropertyOptional({
    enum: RECEIPT_KINDS,
    example: 'answer',
    description:
      '`answer`: saved at that instant. `submission`: all answers that counted when the attempt ended.',
  })
  kind?: (typeof RECEIPT_KINDS)[number];

  @ApiPropertyOptional({ format: 'uuid' })
  attemptId?: string;

  @ApiPropertyOptional({ format: 'date-time', example: '2026-03-09T10:04:12.000Z' })
  at?: Date;

  @ApiPropertyOptional({ type: [ReceiptEntryResponse] })
  answers?: ReceiptEntryResponse[];
}

export function toVerifiedReceiptResponse(
  receipt: OpenedReceipt | undefined,
  response: unknown,
): VerifiedReceiptResponse {
  if (!receipt) return { isGenuine: false };
  const { keyId, kind, attemptId, at, entries } = receipt;
  const hash = response === undefined ? undefined : hashOf(response);
  return {
    ...{ isGenuine: true, keyId, kind, attemptId, at },
    answers: entries.map((entry) => ({
      ...entry,
      ...(hash === undefined ? {} : { isResponse: entry.sha256 === hash }),
    })),
  };
}
