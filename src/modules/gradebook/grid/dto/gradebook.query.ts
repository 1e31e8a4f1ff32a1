import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { CursorQuery } from '../../../../shared/http/pagination';

export const LEARNER_CHOICES = ['active', 'all'] as const;
export type LearnerChoice = (typeof LEARNER_CHOICES)[number];

export class LearnerChoiceQuery {
  @ApiPropertyOptional({
    enum: LEARNER_CHOICES,
    default: 'active',
    description: 'Only learners whose enrollment is active, or everybody who ever was one.',
  })
  @MayBeLeftOut()
  @IsIn(LEARNER_CHOICES)
  learners: LearnerChoice = 'active';
}

export class GradebookQuery extends CursorQuery {
  @ApiPropertyOptional({
    enum: LEARNER_CHOICES,
    default: 'active',
    description: 'Only learners whose enrollment is active, or everybody who ever was one.',
  })
  @MayBeLeftOut()
  @IsIn(LEARNER_CHOICES)
  learners: LearnerChoice = 'active';
}
