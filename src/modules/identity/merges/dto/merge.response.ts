import { ApiProperty } from '@nestjs/swagger';
import type { AccountMerge } from '../account-merge.entity';

/** That an account was merged into another one. */
export class AccountMergeResponse {
  @ApiProperty({
    format: 'uuid',
    description: 'Also of the operation, while that is kept.',
    example: '01990000-0000-7000-8000-000000002e9a',
  })
  id: string;

  @ApiProperty({
    format: 'uuid',
    description: 'The account that goes on.',
    example: '01990000-0000-7000-8000-000000000000',
  })
  keptId: string;

  @ApiProperty({
    format: 'uuid',
    description: 'The account whose courses and work were moved.',
    example: '01990000-0000-7000-8000-000000000001',
  })
  duplicateId: string;

  @ApiProperty({ type: String, nullable: true, example: 'Registered once more with a private address.' })
  reason: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-03-02T09:00:00.000Z' })
  mergedAt: Date;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Who merged them.',
    example: null,
  })
  mergedBy: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it was reversed; null: it was not.',
    example: null,
  })
  reversedAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Who reversed it.',
    example: null,
  })
  reversedBy: string | null;
}

export class AccountMergesResponse {
  @ApiProperty({ type: [AccountMergeResponse] })
  data: AccountMergeResponse[];
}

export function toAccountMergeResponse(merge: AccountMerge): AccountMergeResponse {
  const { id, keptId, duplicateId, reason, mergedAt, mergedBy, reversedAt, reversedBy } = merge;
  return { id, keptId, duplicateId, reason, mergedAt, mergedBy, reversedAt, reversedBy };
}
