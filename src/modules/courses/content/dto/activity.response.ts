import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { asView } from '../../../../shared/http/etag';
import type { ActivityRecord } from '../activities.repository';
import { ACTIVITY_TYPES, type ActivityType } from '../../access/course-standing';

export class ActivityResponse {
  @ApiProperty({ example: '01990000-0000-7000-8000-00000000ac01' })
  id: string;

  @ApiProperty({ example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({ example: '01990000-0000-7000-8000-0000000005e1' })
  sectionId: string;

  @ApiProperty({ enum: ACTIVITY_TYPES, example: 'page' })
  type: ActivityType;

  @ApiProperty({ description: 'Plain text.', example: 'The mean and the median' })
  title: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Sanitised HTML, safe to put into a page.',
    example: '<p>The <strong>mean</strong> shares the total out evenly.</p>\n',
  })
  contentHtml: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The Markdown that `contentHtml` was made of. Staff only.',
    example: 'The **mean** shares the total out evenly.',
  })
  content?: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Of a video: an https address.', example: null })
  videoUrl: string | null;

  @ApiProperty({ type: 'integer', description: 'Counts its changes; the ETag is made of it.', example: 2 })
  version: number;

  @ApiProperty({ format: 'date-time', example: '2026-02-01T09:00:00.000Z' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time', example: '2026-02-03T15:20:00.000Z' })
  updatedAt: Date;

  /** Staff get the Markdown too. */
  static from(activity: ActivityRecord, forStaff: boolean): ActivityResponse {
    const { id, courseId, sectionId, type, title, contentHtml, videoUrl, version } = activity;
    const { createdAt, updatedAt, content } = activity;
    const shown = {
      id,
      courseId,
      sectionId,
      type,
      title,
      contentHtml,
      videoUrl,
      version,
      createdAt,
      updatedAt,
    };
    return forStaff ? asView({ ...shown, content }, 'staff') : asView(shown, 'member');
  }
}
