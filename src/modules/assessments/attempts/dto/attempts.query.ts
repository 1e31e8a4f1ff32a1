import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsId } from '../../../../shared/http/field-rules';
import { CursorQuery } from '../../../../shared/http/pagination';

export class AttemptsQuery extends CursorQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only attempts of this learner. For staff.' })
  @IsOptional()
  @IsId()
  userId?: string;
}
