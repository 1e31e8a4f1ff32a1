import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsId, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { CursorQuery } from '../../../../shared/http/pagination';
import { LEARNER_CHOICE_WORDS, LEARNER_CHOICES, type LearnerChoice } from '../../../courses';
import { namedEnum } from '../../../../shared/http/named-schemas';

namedEnum('LearnerChoice', LEARNER_CHOICES);

export class LearnerChoiceQuery {
  @ApiPropertyOptional({
    enum: LEARNER_CHOICES,
    default: 'active',
    description: LEARNER_CHOICE_WORDS,
  })
  @MayBeLeftOut()
  @IsIn(LEARNER_CHOICES)
  learners: LearnerChoice = 'active';
}

export class GradebookQuery extends CursorQuery {
  @ApiPropertyOptional({
    enum: LEARNER_CHOICES,
    default: 'active',
    description: LEARNER_CHOICE_WORDS,
  })
  @MayBeLeftOut()
  @IsIn(LEARNER_CHOICES)
  learners: LearnerChoice = 'active';
}

export class GradebookPageQuery extends GradebookQuery {
  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'Only what belongs to this grading period of the course, for each learner, with its totals. Without it, everything.',
  })
  @MayBeLeftOut()
  @IsId()
  period?: string;
}
