import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsBoolean, IsIn } from 'class-validator';
import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { IsId, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { MOST_QUESTIONS } from '../../questions/most-questions';
import { REGRADE_POLICIES, type RegradePolicy } from '../regrading';

namedEnum('RegradePolicy', REGRADE_POLICIES);

export class RegradeDto {
  @ApiProperty({
    enum: REGRADE_POLICIES,
    example: 'recompute',
    description:
      '`recompute`: answers earn what the newest key gives. `keep_better`: nobody loses; an answer keeps the part of its points that it had where that is larger. `full_credit`: every answer earns all points, and so does none.',
  })
  @IsIn(REGRADE_POLICIES)
  policy: RegradePolicy;

  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    description:
      'The questions to grade again. If left out or empty, those whose key was corrected since they were graded.',
  })
  @MayBeLeftOut()
  @IsId({ each: true })
  @ArrayMaxSize(MOST_QUESTIONS)
  @ArrayUnique()
  questionIds?: string[];

  @ApiPropertyOptional({ example: true, default: false, description: 'Only list who would earn what.' })
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;

  @ApiPropertyOptional({
    example: true,
    default: true,
    description:
      'Mail learners whose score changes that it was corrected, if they may see it. The mail does not say the score.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  tellLearners?: boolean;
}

export const REGRADE_BODIES: ExampleBodies = {
  preview: { summary: 'See whose marks would change', value: { policy: 'recompute', dryRun: true } },
};
