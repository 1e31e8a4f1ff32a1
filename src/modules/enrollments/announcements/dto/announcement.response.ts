import { ApiProperty } from '@nestjs/swagger';
import { asView, stateName, viewIn } from '../../../../shared/http/etag';
import { AuthorResponse } from '../../../identity';
import { ANNOUNCEMENT_STATES, announcementState, type AnnouncementState } from '../announcement-rules';
import type { ReadAnnouncement } from '../announcements.repository';

/** What the staff of a course tell its learners. */
export class AnnouncementResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000a101' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ example: 'The exam has another room' })
  title: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Markdown, as it was written. For staff; null for others.',
    example: 'We meet in **room 2.14**. Bring a pencil.',
  })
  body: string | null;

  @ApiProperty({
    description: 'Sanitized HTML.',
    example: '<p>We meet in <strong>room 2.14</strong>. Bring a pencil.</p>',
  })
  bodyHtml: string;

  @ApiProperty({ enum: ANNOUNCEMENT_STATES, example: 'published' })
  state: AnnouncementState;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null: it is a draft.' })
  publishesAt: Date | null;

  @ApiProperty({ description: 'Whether learners who want them get a mail.', example: true })
  sendsMail: boolean;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When mails were begun; null where none were.',
  })
  mailedAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When you marked it as read; null: it is unread.',
    example: null,
  })
  readAt: Date | null;

  @ApiProperty({ type: AuthorResponse, nullable: true })
  author: AuthorResponse | null;

  @ApiProperty({ type: 'integer', example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time' })
  updatedAt: Date;
}

export class AnnouncementMailResponse {
  @ApiProperty({ description: 'Whether you get a mail of each announcement of the course.', example: true })
  isWanted: boolean;
}

export function toAnnouncementResponse(
  { id, courseId, title, body, bodyHtml, ...announcement }: ReadAnnouncement,
  now: Date,
  forStaff: boolean,
): AnnouncementResponse {
  const { publishesAt, sendsMail, mailedAt, readAt, author, version, createdAt, updatedAt } = announcement;
  const state = announcementState({ publishesAt }, now);
  const response = {
    ...{ id, courseId, title, body: forStaff ? body : null, bodyHtml },
    ...{ state, publishesAt, sendsMail, mailedAt, readAt },
    ...{ author, version, createdAt, updatedAt },
  };
  // Time, mails and the reader change what is told without a new version.
  const told = stateName([state, mailedAt, readAt]);
  return asView(response, viewIn(forStaff ? 'staff' : 'member', told));
}
