import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsId } from '../../../../shared/http/field-rules';
import { CursorQuery } from '../../../../shared/http/pagination';

const DELETED = ['true', 'false'] as const;

export class AttemptsQuery extends CursorQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only attempts of this learner. For staff.' })
  @IsOptional()
  @IsId()
  userId?: string;

  @ApiPropertyOptional({
    enum: DELETED,
    description:
      '`true`: the attempts that staff deleted, each with `deletion`, in place of those that count. For staff; others get their own.',
  })
  @IsOptional()
  @IsIn(DELETED)
  deleted?: (typeof DELETED)[number];
}
