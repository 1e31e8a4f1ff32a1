import { ApiProperty } from '@nestjs/swagger';
import type { FullScheme } from '../../schemes/grading-scheme';
import {
  GRADE_ROUNDINGS,
  GRADE_STEPS,
  type GradeRounding,
  type GradeStep,
  SCHEME_KINDS,
  type SchemeKindName,
} from '../../schemes/kinds/scheme-kind';

export class SchemeRowResponse {
  @ApiProperty({ example: 'A' })
  name: string;

  @ApiProperty({ format: 'decimal', example: '90' })
  from: string;

  @ApiProperty({ description: 'Whether the bound itself belongs to it, or to the row below.', example: true })
  includesFrom: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'For `gpa`: the grade points.',
    example: null,
  })
  value: string | null;
}

export class BreakpointResponse {
  @ApiProperty({ format: 'decimal', example: '50' })
  percent: string;

  @ApiProperty({ format: 'decimal', example: '4' })
  grade: string;
}

/** What a course makes of totals. What its kind does not take is null, or empty. */
export class GradingSchemeResponse implements FullScheme {
  @ApiProperty({ enum: SCHEME_KINDS, example: 'letters' })
  kind: SchemeKindName;

  @ApiProperty({ type: [SchemeRowResponse] })
  rows: SchemeRowResponse[];

  @ApiProperty({ type: 'integer', nullable: true, example: null })
  roundsTo: number | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'For `points`.',
    example: null,
  })
  maximum: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'For `points` and `percent`.', example: null })
  places: number | null;

  @ApiProperty({ type: [BreakpointResponse], example: [] })
  breakpoints: BreakpointResponse[];

  @ApiProperty({ enum: GRADE_STEPS, nullable: true, description: 'For `breakpoints`.', example: null })
  step: GradeStep | null;

  @ApiProperty({ enum: GRADE_ROUNDINGS, nullable: true, description: 'For `breakpoints`.', example: null })
  rounding: GradeRounding | null;
}
