import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { IsLimit } from '../../../../shared/http/list-fields';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { ATTEMPT_CHOICES, type AttemptChoice } from '../attempt-choice';

namedEnum('AttemptChoice', ATTEMPT_CHOICES);

export class QuizStatisticsQuery {
  @ApiPropertyOptional({
    enum: ATTEMPT_CHOICES,
    example: 'best',
    description:
      'Which of each learner’s graded attempts the figures are about: the best, the first, the latest, or all. By default those that make the grade.',
  })
  @MayBeLeftOut()
  @IsIn(ATTEMPT_CHOICES)
  attempts?: AttemptChoice;
}

export class GivenResponsesQuery extends QuizStatisticsQuery {
  @IsLimit('How many different responses at most.', { max: 100, standard: 20 })
  limit: number = 20;
}
