import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { IsDecimalText, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import {
  LATE_INTERVALS,
  LATE_KINDS,
  type LateInterval,
  type LateKindName,
} from '../../lateness/kinds/late-kind';

namedEnum('LateKind', LATE_KINDS);
namedEnum('LateInterval', LATE_INTERVALS);

const PERCENT = { min: '0', max: '100', places: 4 };
const MOST_STEPS = 20;
/** More than a year. */
const MOST_HOURS = 10_000;
const MOST_GRACE = 7 * 86_400;

export class LateStepDto {
  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: MOST_HOURS,
    default: null,
    description: 'Up to so many hours after the due date; null for the last step, which has no end.',
    example: 24,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_HOURS)
  untilHours?: number | null;

  @ApiProperty({ format: 'decimal', description: 'Of the possible points.', example: '10' })
  @IsDecimalText(PERCENT)
  percent: string;
}

/** What lateness takes from scores. */
export class LatePolicyDto {
  @ApiProperty({
    enum: LATE_KINDS,
    description:
      '`rate`: `percent` for each `interval` begun. `steps`: the percentage of the first step that the lateness does not exceed.',
    example: 'rate',
  })
  @IsIn(LATE_KINDS)
  kind: LateKindName;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'For `rate`: of the possible points, for each interval begun.',
    example: '10',
  })
  @IsOptional()
  @IsDecimalText(PERCENT)
  percent?: string | null;

  @ApiPropertyOptional({
    enum: LATE_INTERVALS,
    nullable: true,
    description: 'For `rate`. A day is 24 hours that passed.',
    example: 'day',
  })
  @IsOptional()
  @IsIn(LATE_INTERVALS)
  interval?: LateInterval | null;

  @ApiPropertyOptional({
    type: [LateStepDto],
    default: [],
    description: 'For `steps`: with rising hours and percentages, the last one without an end.',
    example: [],
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_STEPS)
  @ValidateNested({ each: true })
  @Type(() => LateStepDto)
  steps?: LateStepDto[];

  @ApiPropertyOptional({
    format: 'decimal',
    default: '0',
    description:
      'Of the possible points: lateness takes no score below it. A score that is below it already stays as it is.',
    example: '0',
  })
  @MayBeLeftOut()
  @IsDecimalText(PERCENT)
  floorPercent?: string;

  @ApiPropertyOptional({
    type: 'integer',
    default: 0,
    minimum: 0,
    maximum: MOST_GRACE,
    description: 'Up to so many seconds nothing is late. Beyond them all of the lateness counts.',
    example: 900,
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(MOST_GRACE)
  graceSeconds?: number;
}
