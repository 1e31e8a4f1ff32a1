import { ApiProperty, ApiPropertyOptional, PartialType, PickType } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsObject, IsOptional, Max, Min } from 'class-validator';
import { IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { RELEASE_RULE_FIELD } from '../../release/dto/api-schemas';

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
    type: String,
    format: 'uuid',
    nullable: true,
    description:
      'The section of which it is a sub-section. That one is none itself: there is one level of them, of 30 at most in a section.',
    example: null,
  })
  @IsOptional()
  @IsId()
  parentId?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    description:
      'Place from 1 among the sections, or among the sub-sections of the same section. Left out, or beyond the end: at the end.',
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
}) {
  @ApiPropertyOptional(RELEASE_RULE_FIELD)
  @IsOptional()
  @IsObject()
  releaseRule?: unknown;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description:
      'The section of which it becomes a sub-section, as its last one; null: a section by itself, as the last of the course. With the parent that it has, it stays where it is.',
    example: null,
  })
  @IsOptional()
  @IsId()
  parentId?: string | null;

  @ApiPropertyOptional({
    description:
      'Whether its activities, and those of its sub-sections, are done in their order: what follows the first one that a learner has not completed is closed to them.',
    example: false,
  })
  @MayBeLeftOut()
  @IsBoolean()
  sequential?: boolean;
}
