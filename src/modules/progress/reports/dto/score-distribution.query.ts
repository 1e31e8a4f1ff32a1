import { ApiProperty } from '@nestjs/swagger';
import { IsId } from '../../../../shared/http/field-rules';

export class ScoreDistributionQuery {
  @ApiProperty({ format: 'uuid', description: 'Whose scores.' })
  @IsId()
  lineItemId: string;
}
