import { ApiProperty, ApiPropertyOptional, PartialType, PickType } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { MayBeLeftOut, Text } from '../../../../shared/http/field-rules';

/** A new section. */
export class CreateSectionDto {
  @ApiProperty({ description: 'Plain text.', example: 'Describing data' })
  @Text('line', { max: 200 })
  title: string;

  @ApiPropertyOptional({
    description: 'Plain text: what it is about.',
    example: 'Pictures and numbers that sum up what was measured.',
  })
  @MayBeLeftOut()
  @Text('lines', { max: 2000, trim: true })
  summary?: string;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Place from 1. Left out, or beyond the end: at the end.',
    example: 1,
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  position?: number;
}

/** Changes to a section. Fields that are left out stay as they are. */
export class UpdateSectionDto extends PartialType(PickType(CreateSectionDto, ['title', 'summary']), {
  skipNullProperties: false,
}) {}
