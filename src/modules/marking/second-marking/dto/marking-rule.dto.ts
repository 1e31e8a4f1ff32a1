import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, ValidateIf } from 'class-validator';
import { IsDecimalText, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { FeedbackFileIds } from '../../feedback-files/feedback-file-ids';
import { LONGEST_COMMENT } from '../../comments/inserted-comments';
import { MARK_PLACES } from '../../marks/mark-rules';
import {
  MARKING_METHODS,
  type MarkingMethod,
  type MarkingRule,
  THIRD_UNITS,
  type ThirdUnit,
} from '../marking-rule';

namedEnum('MarkingMethod', MARKING_METHODS);
namedEnum('MarkDifferenceUnit', THIRD_UNITS);

export class MarkingRuleDto {
  @ApiProperty({
    enum: MARKING_METHODS,
    example: 'average',
    description:
      'What counts of two marks, or of three. `by_hand`: an instructor decides, unless the markers gave the same.',
  })
  @IsIn(MARKING_METHODS)
  method: MarkingMethod;

  @ApiPropertyOptional({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '1',
    description: 'A third person marks what the first two differ by more than this in. Null: nobody does.',
  })
  @IsOptional()
  @IsDecimalText({ min: '0', max: '10000', places: MARK_PLACES })
  thirdAbove?: string | null;

  @ApiPropertyOptional({
    enum: THIRD_UNITS,
    default: 'points',
    description: 'Of `thirdAbove`. `percent`: of what the question is worth.',
  })
  @MayBeLeftOut()
  @IsIn(THIRD_UNITS)
  thirdUnit?: ThirdUnit;
}

export class ChangeMarkingRuleDto extends MarkingRuleDto {
  @ApiPropertyOptional({
    type: String,
    enum: MARKING_METHODS,
    nullable: true,
    example: 'average',
    description: 'Null: one person marks, and the mark of the first counts where there are several.',
  })
  @ValidateIf((_, value) => value !== null)
  @IsIn(MARKING_METHODS)
  declare method: MarkingMethod;

  @ApiPropertyOptional({ example: true, default: false, description: 'Only list what would change.' })
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;
}

export class DecisionDto {
  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '3',
    description: 'From 0 to `maxPoints`. Null takes the decision back, and the rule counts again.',
  })
  @ValidateIf((_, value) => value !== null)
  @IsDecimalText({ min: '0', max: '100000', places: MARK_PLACES })
  points: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'The example counts, although it is short.',
    description: 'Markdown, for the learner, in the place of what the markers said.',
  })
  @IsOptional()
  @Text('lines', { max: LONGEST_COMMENT })
  comment?: string | null;

  @FeedbackFileIds('They are in the place of what the markers gave back, too.')
  fileIds?: string[];
}

export function toRule({ method, thirdAbove = null, thirdUnit = 'points' }: MarkingRuleDto): MarkingRule {
  return { method, thirdAbove, thirdUnit };
}
