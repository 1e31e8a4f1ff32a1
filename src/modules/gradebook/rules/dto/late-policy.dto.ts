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
import { TOKEN_SPENDINGS, type TokenSpending } from '../../lateness/late-policy';

namedEnum('LateKind', LATE_KINDS);
namedEnum('LateInterval', LATE_INTERVALS);
namedEnum('TokenSpending', TOKEN_SPENDINGS);

const PERCENT = { min: '0', max: '100', places: 4 };
const MOST_STEPS = 20;
/** More than a year. */
const MOST_HOURS = 10_000;
const MOST_GRACE = 7 * 86_400;
const MOST_TOKENS = 100;
/** Thirty days. */
const MOST_TOKEN_HOURS = 720;

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

/** What each learner can spend on late work before anything is taken. */
export class GraceTokensDto {
  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: MOST_TOKENS,
    description: 'How many each learner has for the whole course.',
    example: 3,
  })
  @IsInt()
  @Min(1)
  @Max(MOST_TOKENS)
  count: number;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: MOST_TOKEN_HOURS,
    description: 'How many hours of lateness each of them takes off.',
    example: 24,
  })
  @IsInt()
  @Min(1)
  @Max(MOST_TOKEN_HOURS)
  hours: number;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: MOST_TOKENS,
    default: null,
    description:
      'So many at most for one line item, unless staff say another number for a result. Null: all of them.',
    example: 2,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_TOKENS)
  mostPerItem?: number | null;

  @ApiPropertyOptional({
    enum: TOKEN_SPENDINGS,
    default: 'automatic',
    description:
      '`automatic`: on the work that came first, each time as many as lower what is taken, and no more. `by_staff`: only where staff say so (`PUT /v1/line-items/{lineItemId}/results/{userId}/lateness`). What is waived, excused or counts in no total needs none.',
    example: 'automatic',
  })
  @MayBeLeftOut()
  @IsIn(TOKEN_SPENDINGS)
  spending?: TokenSpending;
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

  @ApiPropertyOptional({
    type: GraceTokensDto,
    nullable: true,
    default: null,
    description: 'What learners can spend on late work before anything is taken; null: nothing.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => GraceTokensDto)
  graceTokens?: GraceTokensDto | null;
}
