import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { CursorQuery } from '../../../../shared/http/pagination';

export class AttemptsQuery extends CursorQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only attempts of this learner. For staff.' })
  @IsOptional()
  @IsUUID('all')
  userId?: string;
}
