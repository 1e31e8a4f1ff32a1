import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsId } from '../../../../shared/http/field-rules';
import { IsFlag } from '../../../../shared/http/list-fields';
import { CursorQuery } from '../../../../shared/http/pagination';

export class AttemptsQuery extends CursorQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only attempts of this learner. For staff.' })
  @IsOptional()
  @IsId()
  userId?: string;

  @IsFlag(
    'The attempts that staff deleted, each with `deletion`, in place of those that count. For staff; others get their own.',
  )
  deleted: boolean = false;
}
