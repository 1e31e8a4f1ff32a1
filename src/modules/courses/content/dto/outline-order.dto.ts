import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsOptional, ValidateNested } from 'class-validator';
import { IsId } from '../../../../shared/http/field-rules';
import { MAX_ACTIVITIES, MAX_SECTIONS } from '../outline-order';

export class SectionOrderDto {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-0000000005e1' })
  @IsId()
  id: string;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description:
      'The section of which it is a sub-section; null: of none. Left out: as before. Sub-sections stand right behind their section, and have none of their own.',
    example: null,
  })
  @IsOptional()
  @IsId()
  parentId?: string | null;

  @ApiProperty({
    type: [String],
    format: 'uuid',
    description: 'The activities of the section in their new order. They may come from other sections.',
    example: ['01990000-0000-7000-8000-00000000ac01', '01990000-0000-7000-8000-00000000ac02'],
  })
  @IsArray()
  @ArrayMaxSize(MAX_ACTIVITIES)
  @IsId({ each: true })
  activities: string[];
}

/** The whole outline in its new order: each section and each activity of the course exactly once. */
export class OutlineOrderDto {
  // Not the order of any course with sections, so it is refused and moves nothing.
  @ApiProperty({ type: [SectionOrderDto], example: [] })
  @IsArray()
  @ArrayMaxSize(MAX_SECTIONS)
  @ValidateNested({ each: true })
  @Type(() => SectionOrderDto)
  sections: SectionOrderDto[];
}
