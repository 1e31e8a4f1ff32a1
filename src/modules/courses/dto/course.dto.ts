import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { IsCalendarDay, IsTimeZoneName, MayBeLeftOut, Text } from '../../../shared/http/field-rules';

class CourseDescriptionDto {
  @ApiProperty({
    description: 'What the school calls it for short; it need not be unique.',
    example: 'STAT-101',
  })
  @Text('line', { max: 50 })
  code: string;

  @ApiProperty({ description: 'Plain text.', example: 'Foundations of Statistics' })
  @Text('line', { max: 200 })
  title: string;
}

/** A course to be made: it begins as a draft, with you as its instructor. */
export class CreateCourseDto extends CourseDescriptionDto {
  @ApiPropertyOptional({
    description: 'Plain text: what the catalog shows. A new course has none if left out.',
    example: 'Collect data with care, describe them honestly and say how sure you are.',
  })
  @MayBeLeftOut()
  @Text('lines', { max: 2000, trim: true })
  summary?: string;

  @ApiPropertyOptional({
    description:
      'IANA name. Days and hours of the course are reckoned in it. A new course has yours if left out.',
    example: 'Europe/Berlin',
  })
  @MayBeLeftOut()
  @IsTimeZoneName()
  timeZone?: string;

  @ApiPropertyOptional({
    description: 'May people enroll themselves? Not in a new course, if left out.',
    example: true,
  })
  @MayBeLeftOut()
  @IsBoolean()
  selfEnrollment?: boolean;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date',
    description: 'First day.',
    example: '2026-03-02',
  })
  @IsOptional()
  @IsCalendarDay()
  startDate?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date',
    description: 'Last day.',
    example: '2026-05-22',
  })
  @IsOptional()
  @IsCalendarDay()
  endDate?: string | null;
}

/** What changes of a course; what is left out stays. */
export class UpdateCourseDto extends PartialType(CreateCourseDto, { skipNullProperties: false }) {}
