import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsInstant, Text } from '../../../../shared/http/field-rules';

/** A hold on the data about a person. */
export class PlaceLegalHoldDto {
  @ApiProperty({
    description:
      'Why the data must be kept: plain text for administrators. Whoever tries to erase the person is told.',
    example: 'Case 12/2026 of the district court.',
  })
  @Text('line', { max: 1000 })
  reason: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'It ends by itself then. Null or left out: it holds until it is lifted.',
    example: null,
  })
  @IsOptional()
  @IsInstant()
  holdsUntil?: Date | null;
}
