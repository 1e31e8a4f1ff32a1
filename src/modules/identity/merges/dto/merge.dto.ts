import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { MayBeLeftOut, Text } from '../../../../shared/http/field-rules';

/** Two accounts of one person become one. */
export class MergeAccountDto {
  @ApiProperty({
    description:
      'The username of the account that is merged into the one of the path: its courses and work move, and it is suspended.',
    example: 'ada.example.private',
  })
  @Text('line', { max: 255, trim: false })
  duplicateUsername: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Why, for administrators who look at it later.',
    example: 'Registered once more with a private address.',
  })
  @IsOptional()
  @Text('line', { max: 500 })
  reason?: string | null;

  @ApiPropertyOptional({ default: false, description: 'Only tell what would move and what would stay.' })
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;
}
