import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsId, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import type { TotalKind } from '../../totals/total-kind';

export const TOTAL_NAMES = ['current', 'final', 'posted_current', 'posted_final'] as const;
export type TotalName = (typeof TOTAL_NAMES)[number];
namedEnum('TotalName', TOTAL_NAMES);

/** Which grading period of the course is meant. */
export class PeriodQuery {
  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'Of this grading period of the course (`GET /v1/courses/{courseId}/grade-rules` lists them); without it, of the whole course.',
  })
  @MayBeLeftOut()
  @IsId()
  period?: string;
}

export class ExplanationQuery extends PeriodQuery {
  @ApiPropertyOptional({
    enum: TOTAL_NAMES,
    default: 'current',
    description: 'Which of the four totals. Learners get those of posted scores.',
  })
  @MayBeLeftOut()
  @IsIn(TOTAL_NAMES)
  total: TotalName = 'current';
}

export function kindOf(name: TotalName, viewer: 'learner' | 'staff'): TotalKind {
  const isPosted = viewer === 'learner' || name.startsWith('posted_');
  return { moment: name.endsWith('final') ? 'final' : 'current', scores: isPosted ? 'posted' : 'all' };
}
