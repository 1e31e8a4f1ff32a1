import { ApiProperty } from '@nestjs/swagger';
import { isInForce, type LegalHold } from '../legal-hold.entity';

/** A hold on the data about a person. */
export class LegalHoldResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000001e9a' })
  id: string;

  @ApiProperty({
    format: 'uuid',
    description: 'The person.',
    example: '01990000-0000-7000-8000-000000000000',
  })
  userId: string;

  @ApiProperty({ example: 'Case 12/2026 of the district court.' })
  reason: string;

  @ApiProperty({ description: 'Whether it keeps data from being erased now.', example: true })
  isInForce: boolean;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it ends by itself; null: it does not.',
    example: null,
  })
  holdsUntil: Date | null;

  @ApiProperty({ format: 'date-time', example: '2026-03-02T09:00:00.000Z' })
  placedAt: Date;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Who placed it.', example: null })
  placedBy: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it was lifted; null: it was not.',
    example: null,
  })
  liftedAt: Date | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Who lifted it.', example: null })
  liftedBy: string | null;
}

export class LegalHoldsResponse {
  @ApiProperty({ type: [LegalHoldResponse] })
  data: LegalHoldResponse[];
}

export function toLegalHoldResponse(hold: LegalHold, now: Date): LegalHoldResponse {
  const { id, userId, reason, holdsUntil, placedAt, placedBy, liftedAt, liftedBy } = hold;
  return {
    ...{ id, userId, reason, isInForce: isInForce(hold, now), holdsUntil },
    ...{ placedAt, placedBy, liftedAt, liftedBy },
  };
}
