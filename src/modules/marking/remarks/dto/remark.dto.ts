import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, Max, Min, ValidateIf } from 'class-validator';
import { IsDecimalText, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { CursorQuery } from '../../../../shared/http/pagination';
import { LONGEST_COMMENT } from '../../comments/inserted-comments';
import { MARK_PLACES } from '../../marks/mark-rules';
import { REMARK_STATES, type RemarkState } from '../remark-states';

namedEnum('RemarkState', REMARK_STATES);
export const REMARK_OUTCOMES = ['kept', 'changed'] as const;
export type RemarkOutcome = (typeof REMARK_OUTCOMES)[number];
namedEnum('RemarkOutcome', REMARK_OUTCOMES);

const LONGEST_MESSAGE = 5_000;

export class RemarkRuleDto {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 7,
    description:
      'For so many days of 24 hours after they can see their mark, learners may ask for another. Null: they may not.',
  })
  @ValidateIf((_, value) => value !== null)
  @IsInt()
  @Min(1)
  @Max(365)
  days: number | null;
}

export class NewRemarkRequestDto {
  @ApiProperty({
    example: 'My second paragraph names an example, which the comment says is missing.',
    description: 'Plain text.',
  })
  @Text('lines', { min: 1, max: LONGEST_MESSAGE, trim: true })
  reason: string;
}

export class NewRemarkMessageDto {
  @ApiProperty({ example: 'Which of the two examples do you mean?', description: 'Plain text.' })
  @Text('lines', { min: 1, max: LONGEST_MESSAGE, trim: true })
  text: string;
}

export class RemarkDecisionDto {
  @ApiProperty({
    enum: REMARK_OUTCOMES,
    example: 'changed',
    description: 'Whether the mark is kept or changed.',
  })
  @IsIn(REMARK_OUTCOMES)
  outcome: RemarkOutcome;

  @ApiPropertyOptional({
    type: String,
    format: 'decimal',
    example: '3.5',
    description: 'Of the changed mark, from 0 to what the question is worth. Not with `kept`.',
  })
  @MayBeLeftOut()
  @IsDecimalText({ min: '0', max: '100000', places: MARK_PLACES })
  points?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: null,
    description: 'The comment of the changed mark, in Markdown; null or left out: the one that it has.',
  })
  @IsOptional()
  @Text('lines', { max: LONGEST_COMMENT })
  comment?: string | null;

  @ApiProperty({
    example: 'You are right: the example is in the second paragraph.',
    description: 'Why, for the learner, as the last message.',
  })
  @Text('lines', { min: 1, max: LONGEST_MESSAGE, trim: true })
  message: string;
}

export class RemarkRequestsQuery extends CursorQuery {
  @ApiPropertyOptional({ enum: REMARK_STATES, default: 'open' })
  @IsOptional()
  @IsIn(REMARK_STATES)
  state: RemarkState = 'open';
}
