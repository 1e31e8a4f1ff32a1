import { ApiProperty } from '@nestjs/swagger';
import { NeedsResponse } from '../../dto/needs.response';
import type { ReadLabelRecord } from '../label-accommodations.repository';

/** What whoever is in a group or has a tag needs. For approvers. */
export class LabelAccommodationResponse extends NeedsResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000ac02' })
  id: string;

  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000101' })
  courseId: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'Null for a tag.',
  })
  groupId: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'Null for a group.',
  })
  tagId: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Lab 1',
    description: 'What the group or tag is called; null: it was deleted.',
  })
  title: string | null;

  @ApiProperty({ type: 'integer', example: 12, description: 'How many learners have it now.' })
  learnerCount: number;

  @ApiProperty({ example: 'They read in their second language' })
  reason: string;

  @ApiProperty({ format: 'uuid', description: 'Who approved it.' })
  approvedBy: string;

  @ApiProperty({ format: 'date-time', description: 'When it was approved.' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time' })
  updatedAt: Date;

  @ApiProperty({ example: 1, description: 'See `ETag`.' })
  version: number;
}

export class LabelAccommodationsResponse {
  @ApiProperty({ type: [LabelAccommodationResponse] })
  data: LabelAccommodationResponse[];
}

export function toLabelAccommodationResponse({
  labelKind,
  labelId,
  learnerCount,
  ...rule
}: ReadLabelRecord): LabelAccommodationResponse {
  return {
    ...rule,
    groupId: labelKind === 'group' ? labelId : null,
    tagId: labelKind === 'tag' ? labelId : null,
    learnerCount: Number(learnerCount),
  };
}
