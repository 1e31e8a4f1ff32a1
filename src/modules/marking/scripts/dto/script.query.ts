import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsId } from '../../../../shared/http/field-rules';
import { IsFlag } from '../../../../shared/http/list-fields';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { CursorQuery } from '../../../../shared/http/pagination';

import {
  AWAITED_MARKS,
  type AwaitedMark,
  COUNTED_BY,
  MARKING_TURNS,
} from '../../second-marking/marking-rule';

export const LISTED_STANDINGS = ['waiting', 'marked'] as const;
export type ListedStanding = (typeof LISTED_STANDINGS)[number];
namedEnum('ScriptStanding', LISTED_STANDINGS);
namedEnum('AwaitedMark', AWAITED_MARKS);
namedEnum('MarkingTurn', MARKING_TURNS);
namedEnum('MarkCountedBy', COUNTED_BY);

/** Whether the learners of scripts are named. */
export class AnonymousQuery {
  @IsFlag('A pseudonym in the place of each learner, which is the same for all answers of one attempt.')
  anonymous: boolean = false;
}

export class MarkingQueueQuery extends CursorQuery {
  @ApiPropertyOptional({
    enum: LISTED_STANDINGS,
    default: 'waiting',
    description: '`waiting`: what needs a mark. `marked`: what has one.',
  })
  @IsOptional()
  @IsIn(LISTED_STANDINGS)
  standing: ListedStanding = 'waiting';

  @ApiPropertyOptional({
    enum: AWAITED_MARKS,
    description:
      'Only what waits for this: the mark of a first, second or third marker, or the decision of an instructor.',
  })
  @IsOptional()
  @IsIn(AWAITED_MARKS)
  awaits?: AwaitedMark;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only scripts of this quiz.' })
  @IsOptional()
  @IsId()
  activityId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only answers to this question.' })
  @IsOptional()
  @IsId()
  itemId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only scripts of this learner. Not with `anonymous`.' })
  @IsOptional()
  @IsId()
  userId?: string;

  @IsFlag('A pseudonym in the place of each learner, which is the same for all answers of one attempt.')
  anonymous: boolean = false;
}
