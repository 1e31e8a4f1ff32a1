import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { CursorQuery } from '../../../../shared/http/pagination';
import { LEARNER_CHOICE_WORDS, LEARNER_CHOICES, type LearnerChoice } from '../../../courses';
import { IsGroupFilter, IsTagFilter } from '../../../enrollments';
import { namedEnum } from '../../../../shared/http/named-schemas';

export const PROGRESS_ORDERS = ['name', 'percentage', '-percentage'] as const;
namedEnum('ProgressOrder', PROGRESS_ORDERS);
export type ProgressOrder = (typeof PROGRESS_ORDERS)[number];

export class LearnerProgressQuery extends CursorQuery {
  @ApiPropertyOptional({
    enum: PROGRESS_ORDERS,
    default: 'name',
    description:
      '`percentage` begins with those who have done least, `-percentage` with those who have done most.',
  })
  @MayBeLeftOut()
  @IsIn(PROGRESS_ORDERS)
  sort: ProgressOrder = 'name';

  @ApiPropertyOptional({ enum: LEARNER_CHOICES, default: 'active', description: LEARNER_CHOICE_WORDS })
  @MayBeLeftOut()
  @IsIn(LEARNER_CHOICES)
  learners: LearnerChoice = 'active';

  @IsGroupFilter()
  groupId?: string;

  @IsTagFilter()
  tagId?: string;
}
