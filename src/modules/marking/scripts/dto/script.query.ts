import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsId } from '../../../../shared/http/field-rules';
import { IsFlag } from '../../../../shared/http/list-fields';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { CursorQuery } from '../../../../shared/http/pagination';

export const LISTED_STANDINGS = ['waiting', 'marked'] as const;
export type ListedStanding = (typeof LISTED_STANDINGS)[number];
namedEnum('ScriptStanding', LISTED_STANDINGS);

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
