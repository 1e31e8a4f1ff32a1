import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { MayBeLeftOut, Text } from '../../../../shared/http/field-rules';

export class ErasureDto {
  @ApiProperty({
    description: 'The username of the person, typed to confirm: an erasure cannot be undone.',
    example: 'the.username',
  })
  @Text('line', { max: 255, trim: false })
  username: string;

  @ApiPropertyOptional({
    default: false,
    description: 'Only count what would be deleted, cleared and kept.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;
}
