import { ApiProperty, ApiPropertyOptional, PartialType, PickType } from '@nestjs/swagger';
import { IsInt, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { MayBeLeftOut, Trimmed } from '../../../../shared/http/field-rules';

/** A section to be added. */
export class CreateSectionDto {
  @ApiProperty({ description: 'Plain text.', example: 'Describing data' })
  @Trimmed()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  title: string;

  @ApiPropertyOptional({
    description: 'Plain text: what it is about.',
    example: 'Pictures and numbers that sum up what was measured.',
  })
  @MayBeLeftOut()
  @Trimmed()
  @IsString()
  @MaxLength(2000)
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

/** What changes of a section; what is left out stays. */
export class UpdateSectionDto extends PartialType(PickType(CreateSectionDto, ['title', 'summary']), {
  skipNullProperties: false,
}) {}
