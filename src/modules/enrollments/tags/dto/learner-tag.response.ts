import { ApiProperty } from '@nestjs/swagger';
import { asView, stateName, viewIn } from '../../../../shared/http/etag';
import type { ReadTag, TagHolder } from '../tags.repository';

const USER_ID = '01990000-0000-7000-8000-0000000000a2';

/** What the staff of a course mark learners with. Learners never see it. */
export class LearnerTagResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000b301' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ example: 'Part-time' })
  title: string;

  @ApiProperty({ type: 'integer', description: 'Active learners of the course who have it.', example: 12 })
  learnerCount: number;

  @ApiProperty({ type: 'integer', example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time' })
  updatedAt: Date;
}

/** Somebody who has a tag. */
export class TaggedLearnerResponse {
  @ApiProperty({ format: 'uuid', example: USER_ID })
  userId: string;

  @ApiProperty({ example: 'Amara' })
  givenName: string;

  @ApiProperty({ example: 'Nwachukwu' })
  familyName: string;

  @ApiProperty({ format: 'date-time', example: '2026-03-04T14:05:00.000Z' })
  taggedAt: Date;

  @ApiProperty({ format: 'uuid', description: 'The person who tagged them.', example: USER_ID })
  taggedBy: string;
}

/** What a request has changed. */
export class TaggedLearnersResponse {
  @ApiProperty({ type: 'integer', description: 'Learners who have the tag now, and did not.', example: 3 })
  added: number;

  @ApiProperty({ type: 'integer', description: 'Learners who had it, and do not now.', example: 0 })
  removed: number;
}

export function toLearnerTagResponse(tag: ReadTag): LearnerTagResponse {
  const { id, courseId, title, learnerCount, version, createdAt, updatedAt } = tag;
  const response = { id, courseId, title, learnerCount, version, createdAt, updatedAt };
  return asView(response, viewIn('tag', stateName(learnerCount)));
}

export function toTaggedLearnerResponse(holder: TagHolder): TaggedLearnerResponse {
  const { userId, givenName, familyName, taggedAt, taggedBy } = holder;
  return { userId, givenName, familyName, taggedAt, taggedBy };
}
