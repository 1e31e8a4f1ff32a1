import { ApiProperty } from '@nestjs/swagger';
import { nullablePlainDecimal } from '../../../../shared/decimals/plain-decimal';
import type { PeriodRow } from '../grading-periods.repository';

/** A part of a course with totals of its own. */
export class GradingPeriodResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'First half' })
  title: string;

  @ApiProperty({ format: 'date', description: 'The first day.', example: '2026-01-12' })
  startDate: string;

  @ApiProperty({ format: 'date', description: 'The last day.', example: '2026-03-31' })
  endDate: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'In percent of the total; null where periods do not weigh.',
    example: '50',
  })
  weight: string | null;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'How many line items name it by hand, archived ones too.',
  })
  lineItems: number;
}

export function toGradingPeriodResponse({
  weight,
  graded: _graded,
  ...period
}: PeriodRow): GradingPeriodResponse {
  return { ...period, weight: nullablePlainDecimal(weight) };
}
