import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { MayBeLeftOut, Text } from '../../../../shared/http/field-rules';

export class ReasonDto {
  @ApiProperty({ description: 'Why. For staff only.', example: 'The learner’s device broke' })
  @Text('lines', { min: 1, max: 2000 })
  reason: string;
}

export class ReopenAttemptDto extends ReasonDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 1440,
    example: 30,
    description:
      'So many minutes the learner has from now on at least, where the rules would end the attempt before.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(1440)
  minutes?: number;
}
