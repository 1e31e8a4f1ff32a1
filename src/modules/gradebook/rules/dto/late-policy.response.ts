import { ApiProperty } from '@nestjs/swagger';
import {
  LATE_INTERVALS,
  LATE_KINDS,
  type LateInterval,
  type LateKindName,
} from '../../lateness/kinds/late-kind';
import {
  type GraceTokens,
  type StoredLatePolicy,
  TOKEN_SPENDINGS,
  type TokenSpending,
} from '../../lateness/late-policy';

export class LateStepResponse {
  @ApiProperty({ type: 'integer', nullable: true, example: 24, description: 'Null: for ever.' })
  untilHours: number | null;

  @ApiProperty({ format: 'decimal', description: 'Of the possible points.', example: '10' })
  percent: string;
}

/** What each learner can spend on late work. */
export class GraceTokensResponse implements GraceTokens {
  @ApiProperty({
    type: 'integer',
    description: 'How many each learner has for the whole course.',
    example: 3,
  })
  count: number;

  @ApiProperty({ type: 'integer', description: 'How many hours of lateness each takes off.', example: 24 })
  hours: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'So many at most for one line item; null: all of them.',
    example: 2,
  })
  mostPerItem: number | null;

  @ApiProperty({ enum: TOKEN_SPENDINGS, example: 'automatic' })
  spending: TokenSpending;
}

/** What lateness takes from scores. */
export class LatePolicyResponse {
  @ApiProperty({ enum: LATE_KINDS, example: 'rate' })
  kind: LateKindName;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'For `rate`: of the possible points, for each interval begun.',
    example: '10',
  })
  percent: string | null;

  @ApiProperty({ enum: LATE_INTERVALS, nullable: true, description: 'For `rate`.', example: 'day' })
  interval: LateInterval | null;

  @ApiProperty({ type: [LateStepResponse], description: 'For `steps`.', example: [] })
  steps: LateStepResponse[];

  @ApiProperty({ format: 'decimal', description: 'Lateness takes no score below it.', example: '0' })
  floorPercent: string;

  @ApiProperty({ type: 'integer', description: 'Up to so many seconds nothing is late.', example: 900 })
  graceSeconds: number;

  @ApiProperty({
    type: GraceTokensResponse,
    nullable: true,
    description: 'What learners can spend on late work before anything is taken; null: nothing.',
  })
  graceTokens: GraceTokensResponse | null;
}

export function toLatePolicyResponse(
  { kind, terms, floorPercent, tokens }: StoredLatePolicy,
  graceSeconds: number,
): LatePolicyResponse {
  const { percent = null, interval = null, steps = [] } = terms;
  return { kind, percent, interval, steps, floorPercent, graceSeconds, graceTokens: tokens ?? null };
}
