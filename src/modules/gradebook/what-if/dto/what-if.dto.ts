import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, ValidateNested } from 'class-validator';
import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { IsDecimalText, IsId, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { TOTAL_NAMES, type TotalName } from '../../grades/dto/explanation.query';

/** More than any course has line items that somebody thinks about at once. */
const MOST_RESULTS = 500;

export class SupposedResultDto {
  @ApiProperty({ format: 'uuid', description: 'A line item of the course, once.' })
  @IsId()
  lineItemId: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    default: null,
    description: 'Within the range of the line item. Null: there is no result for it.',
    example: '18.5',
  })
  @IsOptional()
  @IsDecimalText({ min: '-1000000', max: '1000000', places: 4 })
  score?: string | null;

  @ApiPropertyOptional({ default: false, description: 'Excused from it, without a score.' })
  @MayBeLeftOut()
  @IsBoolean()
  isExcused?: boolean;
}

/** What is supposed in place of what a learner has. All other results are as they are. */
export class WhatIfDto {
  @ApiProperty({ type: [SupposedResultDto] })
  @IsArray()
  @ArrayMaxSize(MOST_RESULTS)
  @ValidateNested({ each: true })
  @Type(() => SupposedResultDto)
  results: SupposedResultDto[];

  @ApiPropertyOptional({
    enum: TOTAL_NAMES,
    description: 'Which of the totals to explain. Learners get those of posted scores. None if left out.',
  })
  @MayBeLeftOut()
  @IsIn(TOTAL_NAMES)
  explain?: TotalName;

  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'Explain the total of this grading period of the course, in place of that of the whole course.',
  })
  @MayBeLeftOut()
  @IsId()
  period?: string;
}

export const WHAT_IF_EXAMPLES: ExampleBodies = {
  asItIs: {
    summary: 'Nothing is supposed: the totals as they are. Add line items with scores to results',
    value: { results: [], explain: 'final' },
  },
};
