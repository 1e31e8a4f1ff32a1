import { ApiProperty } from '@nestjs/swagger';
import {
  ACTING_ROLES,
  type ActingRole,
  COURSE_REACHES,
  COURSE_STATUSES,
  type CourseReach,
  type CourseStatus,
  COURSE_VISIBILITIES,
  type CourseVisibility,
} from '../../../shared/auth/permissions';
import { asView, stateName, viewIn } from '../../../shared/http/etag';
import { CHECK_WAYS, type CheckWay } from '../content/checks/check-codes';
import { PUBLISHING_WAYS, type PublishingWay } from '../content/versions/version-causes';
import { type Course, COURSE_LEVELS, type CourseLevel } from '../course.entity';
import { CourseCoverResponse } from '../description/files/dto/course-cover';
import { namedEnum } from '../../../shared/http/named-schemas';

namedEnum('CourseStatus', COURSE_STATUSES);
namedEnum('ActingRole', ACTING_ROLES);
namedEnum('CourseVisibility', COURSE_VISIBILITIES);
namedEnum('CourseReach', COURSE_REACHES);
namedEnum('CourseLevel', COURSE_LEVELS);

export class CourseResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  id: string;

  @ApiProperty({ example: 'STAT-101' })
  code: string;

  @ApiProperty({ example: 'Foundations of Statistics' })
  title: string;

  @ApiProperty({
    description: 'Plain text.',
    example: 'Collect data with care, describe them honestly and say how sure you are.',
  })
  summary: string;

  @ApiProperty({
    enum: COURSE_STATUSES,
    description:
      'A draft is seen by its staff only, an archived course by its members; the latter no longer changes.',
    example: 'published',
  })
  status: CourseStatus;

  @ApiProperty({
    enum: COURSE_VISIBILITIES,
    description:
      'Who finds it once it is published. `public`: people who are not signed in, too, if its school has an open catalog; `members`: only those who take part in it.',
    example: 'signed_in',
  })
  visibility: CourseVisibility;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'The term that it belongs to.',
    example: null,
  })
  termId: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'The school that it belongs to.',
    example: null,
  })
  schoolId: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'In which it is taught: a BCP 47 language tag.',
    example: 'en-GB',
  })
  language: string | null;

  @ApiProperty({
    enum: COURSE_LEVELS,
    nullable: true,
    description: 'For whom it is.',
    example: 'introductory',
  })
  level: CourseLevel | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The subject under which the catalog has it.',
    example: 'Mathematics',
  })
  category: string | null;

  @ApiProperty({ type: [String], example: ['Data', 'No calculus'] })
  tags: string[];

  @ApiProperty({
    type: CourseCoverResponse,
    nullable: true,
    description: 'The picture with which it is shown; null for none.',
  })
  cover: CourseCoverResponse | null;

  @ApiProperty({ description: 'IANA name.', example: 'Europe/Berlin' })
  timeZone: string;

  @ApiProperty({ description: 'People may enroll themselves.', example: true })
  selfEnrollment: boolean;

  @ApiProperty({
    enum: PUBLISHING_WAYS,
    description:
      'When learners see changes of sections and activities: `manual` when a version is published, `automatic` each at once.',
    example: 'manual',
  })
  publishing: PublishingWay;

  @ApiProperty({
    enum: CHECK_WAYS,
    description:
      'What becomes of content that shuts people out: `advice` tells authors, `required` publishes nothing while there is any.',
    example: 'advice',
  })
  contentCheck: CheckWay;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The number of the version that learners see; null before there is one.',
    example: 2,
  })
  publishedVersion: number | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date',
    description: 'First day.',
    example: '2026-03-02',
  })
  startDate: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date',
    description: 'Last day.',
    example: '2026-05-22',
  })
  endDate: string | null;

  @ApiProperty({
    enum: COURSE_REACHES,
    description: 'How far learners get before the first day.',
    example: 'titles',
  })
  beforeStart: CourseReach;

  @ApiProperty({
    enum: COURSE_REACHES,
    description: 'How far learners get after the last day.',
    example: 'content',
  })
  afterEnd: CourseReach;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'When it was first published.',
    example: '2026-02-20T10:00:00.000Z',
  })
  publishedAt: Date | null;

  @ApiProperty({
    enum: ACTING_ROLES,
    description: 'Your role in the course; `visitor` without an active enrollment.',
    example: 'owner',
  })
  role: ActingRole;

  @ApiProperty({ type: 'integer', description: 'Counts its changes; the ETag is made of it.', example: 3 })
  version: number;

  @ApiProperty({ format: 'date-time', example: '2026-02-01T08:30:00.000Z' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time', example: '2026-02-20T10:00:00.000Z' })
  updatedAt: Date;
}

/** The columns that a response shows. */
export type DescribedCourse = Pick<
  Course,
  | Exclude<keyof CourseResponse, 'role' | 'termId' | 'schoolId' | 'cover'>
  | ('academicSessionId' | 'orgId' | 'coverFileId' | 'coverText')
>;

/** The name of what somebody in that role sees of a course: the links of its cover expire, which makes no new version. */
export function courseView(role: ActingRole, cover: CourseCoverResponse | null): string {
  return cover === null ? role : viewIn(role, stateName(cover));
}

export function toCourseResponse(
  course: DescribedCourse,
  role: ActingRole,
  cover: CourseCoverResponse | null,
): CourseResponse {
  const { id, code, title, summary, status, timeZone, selfEnrollment, startDate, endDate } = course;
  const { visibility, academicSessionId: termId, orgId: schoolId, language, level, category, tags } = course;
  const { publishing, contentCheck, publishedVersion, publishedAt, version, createdAt, updatedAt } = course;
  const { beforeStart, afterEnd } = course;
  return asView(
    {
      ...{ id, code, title, summary, status, timeZone, selfEnrollment, startDate, endDate },
      ...{ visibility, termId, schoolId, language, level, category, tags: tags ?? [] },
      ...{ publishing, contentCheck, publishedVersion, publishedAt, role, version, createdAt, updatedAt },
      ...{ beforeStart, afterEnd, cover },
    },
    courseView(role, cover),
  );
}
