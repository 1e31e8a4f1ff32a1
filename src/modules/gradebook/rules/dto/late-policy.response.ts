import { ApiProperty } from '@nestjs/swagger';
import {
  LATE_INTERVALS,
  LATE_KINDS,
  type LateInterval,
  type LateKindName,
} from '../../lateness/kinds/late-kind';
import type { StoredLatePolicy } from '../../lateness/late-policy';

export class LateStepResponse {
  @ApiProperty({ type: 'integer', nullable: true, example: 24, description: 'Null: for ever.' })
  untilHours: number | null;

  @ApiProperty({ format: 'decimal', description: 'Of the possible points.', example: '10' })
  percent: string;
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
}

export function toLatePolicyResponse(
  { kind, terms, floorPercent }: StoredLatePolicy,
  graceSeconds: number,
): LatePolicyResponse {
  const { percent = null, interval = null, steps = [] } = terms;
  return { kind, percent, interval, steps, floorPercent, graceSeconds };
}
