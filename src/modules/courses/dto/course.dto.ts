import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { PUBLISHING_WAYS, type PublishingWay } from '../content/versions/version-causes';
import { exampleDay } from '../../../shared/http/description/example-days';
import { IsCalendarDay, IsTimeZoneName, MayBeLeftOut, Text } from '../../../shared/http/field-rules';

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
      'IANA name. The days and hours of the course are in this time zone. If left out, a new course gets yours.',
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
}

/** Changes to a course. Fields that are left out stay as they are. */
export class UpdateCourseDto extends PartialType(CreateCourseDto, { skipNullProperties: false }) {}
