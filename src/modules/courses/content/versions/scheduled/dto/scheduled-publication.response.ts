import { ApiProperty } from '@nestjs/swagger';
import { type Author, AuthorResponse } from '../../../../../identity';
import { type Refusal, SCHEDULE_STATES, type ScheduleState } from '../scheduled-publication.entity';
import type { ScheduleRecord } from '../scheduled-publications.repository';

export class PublicationFaultResponse {
  @ApiProperty({ example: 'activities.01990000-0000-7000-8000-00000000ac01' })
  field: string;

  @ApiProperty({ example: 'picture_without_text' })
  rule: string;

  @ApiProperty({ example: 'Box plots: The picture “plot.png” has no text for those who do not see it.' })
  message: string;
}

/** Why drafts were not published at their instant. */
export class PublicationRefusalResponse {
  @ApiProperty({
    description: 'As that of the error of publishing by hand.',
    example: 'courses.content_check',
  })
  code: string;

  @ApiProperty({
    example: 'One thing in the drafts shuts people out, and the course requires that there is none.',
  })
  detail: string;

  @ApiProperty({ type: [PublicationFaultResponse] })
  errors: PublicationFaultResponse[];
}

/** That the drafts of a course are published at an instant, and what has become of it. */
export class ScheduledPublicationResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({
    enum: SCHEDULE_STATES,
    description:
      '`waiting`: for its instant; `published`: `publishedNumber` says as which version; `refused`: `refusal` says why, and learners see what they saw before.',
    example: 'waiting',
  })
  state: ScheduleState;

  @ApiProperty({ format: 'date-time', example: '2040-01-09T07:00:00.000Z' })
  publishAt: Date;

  @ApiProperty({ description: 'For the version. Plain text.', example: 'The second week.' })
  note: string;

  @ApiProperty({ type: AuthorResponse, nullable: true, description: 'Who asked for it.' })
  scheduledBy: Author;

  @ApiProperty({ format: 'date-time', example: '2026-03-04T10:00:00.000Z' })
  scheduledAt: Date;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it was published or refused; null while it waits.',
    example: null,
  })
  settledAt: Date | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'The version that was published: a new one, unless the drafts were what was published already.',
    example: null,
  })
  publishedNumber: number | null;

  @ApiProperty({ type: PublicationRefusalResponse, nullable: true, example: null })
  refusal: Refusal | null;

  @ApiProperty({ type: 'integer', description: 'Counts its changes; the ETag is made of it.', example: 1 })
  version: number;
}

export function toScheduledPublicationResponse({
  author,
  state,
  ...schedule
}: ScheduleRecord & { state: ScheduleState }): ScheduledPublicationResponse {
  const { courseId, publishAt, note, scheduledAt, settledAt, publishedNumber, refusal, version } = schedule;
  return {
    ...{ courseId, state, publishAt, note, scheduledBy: author, scheduledAt, settledAt, publishedNumber },
    ...{ refusal, version },
  };
}
