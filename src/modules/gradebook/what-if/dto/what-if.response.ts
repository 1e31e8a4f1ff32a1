import { ApiProperty } from '@nestjs/swagger';
import { ExplanationResponse } from '../../grades/dto/explanation.response';
import { PeriodTotalsResponse, TotalsResponse } from '../../totals/totals.response';

/** The totals of a grading period as they would be, and as they are. */
export class PeriodWhatIfResponse extends PeriodTotalsResponse {
  @ApiProperty({ type: TotalsResponse, description: 'As they are.' })
  present: TotalsResponse;
}

/** A learner's totals as they would be. */
export class WhatIfResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({ type: TotalsResponse, description: 'As they would be.' })
  totals: TotalsResponse;

  @ApiProperty({ type: TotalsResponse, description: 'As they are.' })
  present: TotalsResponse;

  @ApiProperty({ type: [PeriodWhatIfResponse], description: 'Of each grading period of the course.' })
  periods: PeriodWhatIfResponse[];

  @ApiProperty({
    type: ExplanationResponse,
    nullable: true,
    description: 'How the total that `explain` names would come about.',
  })
  explanation: ExplanationResponse | null;
}
