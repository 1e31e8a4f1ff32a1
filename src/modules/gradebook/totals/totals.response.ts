import { ApiProperty } from '@nestjs/swagger';
import type { PeriodTotals, TotalsView } from './totals-view';

/** The four totals of a learner, in percent with at most 2 decimals. */
export class TotalsResponse implements TotalsView {
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'Of what has a score; null while nothing has. Learners get it of posted scores only.',
    example: '84.17',
  })
  current: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'With 0 for everything that has no score.',
    example: '42.08',
  })
  final: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'As `current`, of the scores that the learner may see.',
    example: '84.17',
  })
  postedCurrent: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'As `final`, without the scores that the learner may not see yet.',
    example: '42.08',
  })
  postedFinal: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What the course’s scheme calls `current`; null without a scheme.',
    example: 'B',
  })
  grade: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The same for `final`.', example: 'F' })
  finalGrade: string | null;
}

/** The four totals of a learner in a grading period. */
export class PeriodTotalsResponse {
  @ApiProperty({ format: 'uuid' })
  periodId: string;

  @ApiProperty({ example: 'First half' })
  title: string;

  @ApiProperty({ format: 'date', example: '2026-01-12' })
  startDate: string;

  @ApiProperty({ format: 'date', example: '2026-03-31' })
  endDate: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'In percent of the total of the course; null where periods do not weigh.',
    example: '50',
  })
  weight: string | null;

  @ApiProperty({ type: TotalsResponse, description: 'Of what belongs to the period for the learner.' })
  totals: TotalsResponse;
}

export function toPeriodTotalsResponse({ period, totals }: PeriodTotals): PeriodTotalsResponse {
  const { id, title, startDate, endDate, weight } = period;
  return { periodId: id, title, startDate, endDate, weight: weight && weight.toDecimal(4), totals };
}
