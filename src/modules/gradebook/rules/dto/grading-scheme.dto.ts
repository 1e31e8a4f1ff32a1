import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsDecimalText, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import type { FullScheme } from '../../schemes/grading-scheme';
import {
  GRADE_ROUNDINGS,
  GRADE_STEPS,
  type GradeRounding,
  type GradeStep,
  SCHEME_KINDS,
  type SchemeKindName,
} from '../../schemes/kinds/scheme-kind';

namedEnum('SchemeKind', SCHEME_KINDS);
namedEnum('GradeStep', GRADE_STEPS);
namedEnum('GradeRounding', GRADE_ROUNDINGS);

const MOST_ROWS = 50;
const GRADE = { min: '-1000', max: '1000', places: 4 };

export class SchemeRowDto {
  @ApiProperty({ example: 'A' })
  @Text('line', { max: 50 })
  name: string;

  @ApiProperty({ format: 'decimal', example: '90', description: 'Given from this percentage on.' })
  @IsDecimalText({ min: '0', max: '1000', places: 4 })
  from: string;

  @ApiPropertyOptional({
    default: true,
    description:
      'For `classes`: false where the bound itself belongs to the row below. That of the last row is its own.',
    example: true,
  })
  @MayBeLeftOut()
  @IsBoolean()
  includesFrom?: boolean;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'For `gpa`: the grade points.',
    example: null,
  })
  @IsOptional()
  @IsDecimalText(GRADE)
  value?: string | null;
}

export class BreakpointDto {
  @ApiProperty({ format: 'decimal', example: '50' })
  @IsDecimalText({ min: '0', max: '1000', places: 4 })
  percent: string;

  @ApiProperty({ format: 'decimal', example: '4', description: 'The grade there.' })
  @IsDecimalText(GRADE)
  grade: string;
}

/** What a course makes of totals. */
export class GradingSchemeDto {
  @ApiPropertyOptional({
    enum: SCHEME_KINDS,
    default: 'letters',
    description: `- \`letters\`: names from bounds on, by \`rows\`.
- \`classes\`: likewise, and each row says whether its bound belongs to it.
- \`gpa\`: grade points: the \`value\` of the row is the grade.
- \`pass_fail\`: two rows.
- \`points\`: the share of \`maximum\`, such as 13.5 of 20, rounded half up to \`places\`.
- \`percent\`: the percentage, rounded half up to \`places\`.
- \`breakpoints\`: numbers along a line through \`breakpoints\`, rounded to a multiple of \`step\`. The best one may be the smallest.

A kind takes the fields that are named with it; all others must be left out, null or empty.`,
    example: 'letters',
  })
  @MayBeLeftOut()
  @IsIn(SCHEME_KINDS)
  kind?: SchemeKindName;

  @ApiPropertyOptional({
    type: [SchemeRowDto],
    default: [],
    description: 'From the highest to the lowest, which begins at 0.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_ROWS)
  @ValidateNested({ each: true })
  @Type(() => SchemeRowDto)
  rows?: SchemeRowDto[];

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: 4,
    default: null,
    example: null,
    description:
      'With `rows`: percentages are rounded (half up) to so many decimals before they are compared. Null: the exact one is compared.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(4)
  roundsTo?: number | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'For `points`: what everything that can be reached is worth.',
    example: null,
  })
  @IsOptional()
  @IsDecimalText({ above: '0', max: '1000', places: 4 })
  maximum?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: 2,
    description: 'For `points` and `percent`: decimals of the grade; left out: none.',
    example: null,
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(2)
  places?: number | null;

  @ApiPropertyOptional({
    type: [BreakpointDto],
    default: [],
    description:
      'For `breakpoints`: at least two, with rising percentages, the first at 0, and grades that rise or fall.',
    example: [],
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_ROWS)
  @ValidateNested({ each: true })
  @Type(() => BreakpointDto)
  breakpoints?: BreakpointDto[];

  @ApiPropertyOptional({
    enum: GRADE_STEPS,
    nullable: true,
    description: 'For `breakpoints`; left out: 0.1.',
    example: null,
  })
  @IsOptional()
  @IsIn(GRADE_STEPS)
  step?: GradeStep | null;

  @ApiPropertyOptional({
    enum: GRADE_ROUNDINGS,
    nullable: true,
    description:
      'For `breakpoints`, to which multiple of `step`; left out: `nearest`, the better one of two that are as near.',
    example: null,
  })
  @IsOptional()
  @IsIn(GRADE_ROUNDINGS)
  rounding?: GradeRounding | null;
}

export function toFullScheme({
  kind = 'letters',
  rows = [],
  roundsTo = null,
  maximum = null,
  places = null,
  breakpoints = [],
  step = null,
  rounding = null,
}: GradingSchemeDto): FullScheme {
  return {
    ...{ kind, roundsTo, maximum, places, step, rounding },
    rows: rows.map(({ name, from, includesFrom = true, value = null }) => ({
      ...{ name, from, includesFrom, value },
    })),
    breakpoints: breakpoints.map(({ percent, grade }) => ({ percent, grade })),
  };
}
