import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
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
  @ApiPropertyOptional({
    description: 'How many different responses at most.',
    minimum: 1,
    maximum: 100,
    default: 20,
  })
  @MayBeLeftOut()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
  )
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;
}
