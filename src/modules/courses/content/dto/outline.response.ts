import { ApiProperty, ApiPropertyOptional, IntersectionType, PartialType } from '@nestjs/swagger';
import { NoFields } from '../activity-types/activity-type';
import { isUnionOfActivityTypes } from '../activity-types/api-schemas';
import { ACTIVITY_TYPES, type ActivityType } from '../activity-types/registry';

/** An activity in an outline. For members, the fields of its type come in addition to these. */
export class OutlineActivity {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000ac01' })
  id: string;

  @ApiProperty({ enum: ACTIVITY_TYPES, example: 'page' })
  type: ActivityType;

  @ApiProperty({ description: 'Plain text.', example: 'The mean and the median' })
  title: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Sanitized HTML, safe to put into a page. Members only.',
    example: '<p>The <strong>mean</strong> shares the total out evenly.</p>\n',
  })
  contentHtml?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Null unless the activity is a video. Members only.',
    example: null,
  })
  videoUrl?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The Markdown that `contentHtml` was made of. Staff only.',
    example: 'The **mean** shares the total out evenly.',
  })
  content?: string | null;

  @ApiProperty({ type: 'integer', description: "Counts the activity's changes.", example: 2 })
  version: number;
}

// Visitors see none of them.
isUnionOfActivityTypes(OutlineActivity, ({ Fields, Told = Fields, InOutline = NoFields }) =>
  PartialType(IntersectionType(Told, InOutline)),
);

export class OutlineSection {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-0000000005e1' })
  id: string;

  @ApiProperty({ description: 'Plain text.', example: 'Describing data' })
  title: string;

  @ApiProperty({ description: 'Plain text.', example: 'Pictures and numbers that sum up what was measured.' })
  summary: string;

  @ApiProperty({ type: 'integer', description: "Counts the section's changes.", example: 1 })
  version: number;

  @ApiProperty({ type: [OutlineActivity], description: 'In their order.' })
  activities: OutlineActivity[];
}

export class OutlineResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({
    type: 'integer',
    description:
      'Counts every change of sections and activities. The ETag is made of it, and of what the outline tells of quizzes.',
    example: 12,
  })
  version: number;

  @ApiProperty({ type: [OutlineSection], description: 'In their order.' })
  sections: OutlineSection[];
}

/** An outline whose order was changed. */
export class OutlineOrderResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({ type: 'integer', description: 'Of the outline, after the change.', example: 13 })
  version: number;
}
