import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsId, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { IsLimit } from '../../../../shared/http/list-fields';
import { TOTAL_NAMES, type TotalName } from '../../grades/dto/explanation.query';
import { LearnerChoiceQuery } from '../../grid/dto/gradebook.query';

export class RulesPreviewQuery extends LearnerChoiceQuery {
  @ApiPropertyOptional({ enum: TOTAL_NAMES, default: 'final', description: 'Which of the four totals.' })
  @MayBeLeftOut()
  @IsIn(TOTAL_NAMES)
  total: TotalName = 'final';

  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'The total of this grading period, which the course has or would have; without it, of the whole course.',
  })
  @MayBeLeftOut()
  @IsId()
  period?: string;

  @IsLimit('How many of the learners whose total changes are named; the counts are of all.', {
    max: 500,
    standard: 100,
  })
  limit: number = 100;
}
