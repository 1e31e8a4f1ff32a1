import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  ValidateNested,
} from 'class-validator';
import { CHECK_WAYS, type CheckWay } from '../content/checks/check-codes';
import { PUBLISHING_WAYS, type PublishingWay } from '../content/versions/version-causes';
import {
  COURSE_REACHES,
  COURSE_VISIBILITIES,
  type CourseReach,
  type CourseVisibility,
} from '../../../shared/auth/permissions';
import { exampleDay } from '../../../shared/http/description/example-days';
import { IsCalendarDay, IsId, IsTimeZoneName, MayBeLeftOut, Text } from '../../../shared/http/field-rules';
import { Tags } from '../../../shared/http/tags-field';
import { LocaleField } from '../../identity';
import { COURSE_LEVELS, type CourseLevel } from '../course.entity';
import { CourseCoverDto } from '../description/files/dto/course-cover';
import { SyllabusFileDto } from '../description/files/dto/syllabus-file';

/** In characters. */
const LONGEST_SYLLABUS = 100_000;
const MOST_SYLLABUS_FILES = 50;

class CourseDescriptionDto {
  @ApiProperty({
    description: "The school's short name for the course. It need not be unique.",
    example: 'STAT-101',
  })
  @Text('line', { max: 50 })
  code: string;

  @ApiProperty({ description: 'Plain text.', example: 'Foundations of Statistics' })
  @Text('line', { max: 200 })
  title: string;
}

/** A new course. It starts as a draft, with you as its instructor. */
export class CreateCourseDto extends CourseDescriptionDto {
  @ApiPropertyOptional({
    description: 'Plain text, shown in the catalog. If left out, a new course has none.',
    example: 'Collect data with care, describe them honestly and say how sure you are.',
  })
  @MayBeLeftOut()
  @Text('lines', { max: 2000, trim: true })
  summary?: string;

  @ApiPropertyOptional({
    description:
      'IANA name. The days and hours of the course are in this time zone. If left out, a new course gets that of its school, or yours.',
    example: 'Europe/Berlin',
  })
  @MayBeLeftOut()
  @IsTimeZoneName()
  timeZone?: string;

  @ApiPropertyOptional({
    description: 'People may enroll themselves. If left out, they may not in a new course.',
    example: true,
  })
  @MayBeLeftOut()
  @IsBoolean()
  selfEnrollment?: boolean;

  @ApiPropertyOptional({
    enum: PUBLISHING_WAYS,
    description:
      'When learners see changes of sections and activities: `manual` when you publish a version, `automatic` each at once. If left out, `manual` in a new course. Changing to `automatic` publishes what is not published yet.',
    example: 'manual',
  })
  @MayBeLeftOut()
  @IsIn(PUBLISHING_WAYS)
  publishing?: PublishingWay;

  @ApiPropertyOptional({
    enum: CHECK_WAYS,
    description:
      'What becomes of content that shuts people out, such as pictures without a text (`/v1/courses/{courseId}/content-check`): `advice` tells authors, `required` publishes nothing while there is any, and keeps it as drafts. If left out, `advice` in a new course.',
    example: 'advice',
  })
  @MayBeLeftOut()
  @IsIn(CHECK_WAYS)
  contentCheck?: CheckWay;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date',
    description: 'First day.',
    example: exampleDay('03-05'),
  })
  @IsOptional()
  @IsCalendarDay()
  startDate?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date',
    description: 'Last day.',
    example: exampleDay('05-25'),
  })
  @IsOptional()
  @IsCalendarDay()
  endDate?: string | null;

  @ApiPropertyOptional({
    enum: COURSE_REACHES,
    description:
      'How far learners get before the first day: `nothing` but the description of the course, the `titles` of its outline, as those who only find the course see them, its `content`, which can be read while nothing can be completed, and no quiz started, or `everything`, as in a new course. Without a first day it means nothing.',
    example: 'everything',
  })
  @MayBeLeftOut()
  @IsIn(COURSE_REACHES)
  beforeStart?: CourseReach;

  @ApiPropertyOptional({
    enum: COURSE_REACHES,
    description:
      'As `beforeStart`, after the last day. Attempts that are open go on, and work, results and grades can be read in any case.',
    example: 'everything',
  })
  @MayBeLeftOut()
  @IsIn(COURSE_REACHES)
  afterEnd?: CourseReach;

  @ApiPropertyOptional({
    enum: COURSE_VISIBILITIES,
    description:
      'Who finds the course once it is published: `public`: people who are not signed in, too, if its school has an open catalog; `signed_in`: everybody who is signed in, as in a new course; `members`: only those who take part in it. To all others, it does not exist.',
    example: 'signed_in',
  })
  @MayBeLeftOut()
  @IsIn(COURSE_VISIBILITIES)
  visibility?: CourseVisibility;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'The term that it belongs to. Its days do not change with it.',
    example: null,
  })
  @IsOptional()
  @IsId()
  termId?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'The school that it belongs to.',
    example: null,
  })
  @IsOptional()
  @IsId()
  schoolId?: string | null;

  @LocaleField()
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      'In which it is taught: a BCP 47 language tag. If left out, a new course gets that of its school.',
  })
  @IsOptional()
  language?: string | null;

  @ApiPropertyOptional({
    enum: COURSE_LEVELS,
    nullable: true,
    description: 'For whom it is.',
    example: 'introductory',
  })
  @IsOptional()
  @IsIn(COURSE_LEVELS)
  level?: CourseLevel | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      'The subject under which the catalog has it. Plain text; letter case and accents do not matter.',
    example: 'Mathematics',
  })
  @IsOptional()
  @Text('line', { max: 100 })
  category?: string | null;

  @Tags('What the catalog finds it by. Letter case and accents do not matter.', ['Data', 'No calculus'])
  tags?: string[];

  @ApiPropertyOptional({
    description:
      'Markdown, for the page `GET /v1/courses/{courseId}/syllabus`. Empty for none. Pictures by https addresses only.',
    example: '## Week 1\n\nCollect data with care.',
  })
  @MayBeLeftOut()
  @Text('lines', { max: LONGEST_SYLLABUS })
  syllabus?: string;

  @ApiPropertyOptional({
    type: [SyllabusFileDto],
    description:
      'The files of the syllabus in their order, each once. Whoever finds the course may read them. Replaces those that there are; empty for none.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_SYLLABUS_FILES)
  @ArrayUnique((entry: Partial<SyllabusFileDto> | null) => entry?.fileId)
  @ValidateNested({ each: true })
  @Type(() => SyllabusFileDto)
  syllabusFiles?: SyllabusFileDto[];

  @ApiPropertyOptional({
    type: CourseCoverDto,
    nullable: true,
    description:
      'The picture with which the course is shown, always with its text. Whoever finds the course may see it. Null for none.',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CourseCoverDto)
  cover?: CourseCoverDto | null;
}

/** Changes to a course. Fields that are left out stay as they are. */
export class UpdateCourseDto extends PartialType(CreateCourseDto, { skipNullProperties: false }) {}
