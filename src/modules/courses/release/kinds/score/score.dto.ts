import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsDecimalText, IsId } from '../../../../../shared/http/field-rules';
import { ItsKind, RulePart } from '../its-kind';

const PERCENT = { min: '0', max: '1000', places: 4 };

/** Holds for learners whose score lies in a range: from `min` on, and below `max`. */
export class ScoreConditionDto extends RulePart {
  @ItsKind('score')
  kind: 'score';

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Of an activity of the same course that is scored.',
    example: '01990000-0000-7000-8000-00000000ac02',
  })
  @IsOptional()
  @IsId()
  activityId?: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Of a line item of the course. Either this or `activityId`.',
    example: null,
  })
  @IsOptional()
  @IsId()
  lineItemId?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'In percent of what can be reached; it belongs to the range. Null: any score from below.',
    example: '50',
  })
  @IsOptional()
  @IsDecimalText(PERCENT)
  min?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      'In percent of what can be reached; it does not belong to the range. Null: any score above. Before the first score that the learner is told neither the condition nor its opposite is met; whoever is excused meets it.',
    example: null,
  })
  @IsOptional()
  @IsDecimalText(PERCENT)
  max?: string | null;
}
