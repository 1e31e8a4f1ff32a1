import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsId, IsInstant } from '../../../../shared/http/field-rules';
import { CursorQuery } from '../../../../shared/http/pagination';

export class LineItemChangesQuery extends CursorQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only of this line item.' })
  @IsOptional()
  @IsId()
  lineItemId?: string;
}

export class ResultLogQuery extends LineItemChangesQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only of this learner.' })
  @IsOptional()
  @IsId()
  userId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only what this person has done.' })
  @IsOptional()
  @IsId()
  changedBy?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'Only from this instant on.' })
  @IsOptional()
  @IsInstant()
  since?: Date;
}
