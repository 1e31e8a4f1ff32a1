import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';

export class ScoreDistributionQuery {
  @ApiProperty({ format: 'uuid', description: 'Whose scores.' })
  @IsUUID()
  lineItemId: string;
}
