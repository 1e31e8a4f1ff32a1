import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../../shared/http/named-schemas';

export const NO_PLACE_REASONS = ['no_grade', 'not_shown', 'too_few_learners'] as const;
export type NoPlaceReason = (typeof NO_PLACE_REASONS)[number];
namedEnum('NoPlaceReason', NO_PLACE_REASONS);

export class OwnPlaceResponse {
  @ApiProperty({ format: 'uuid' })
  activityId: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 60,
    description:
      'How many percent of the learners with a grade in the quiz have a lower one than you, rounded down to tens. Null where it is not told.',
  })
  lowerPercentage: number | null;

  @ApiProperty({
    enum: NO_PLACE_REASONS,
    nullable: true,
    example: null,
    description:
      'Why it is not told. `no_grade`: you have no graded attempt. `not_shown`: the quiz does not show grades yet. `too_few_learners`: fewer than ten have a grade.',
  })
  reason: NoPlaceReason | null;
}
