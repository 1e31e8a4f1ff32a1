import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { exampleDay } from '../../../../../shared/http/description/example-days';
import { IsCalendarDay, IsId, MayBeLeftOut, Text } from '../../../../../shared/http/field-rules';
import { namedEnum } from '../../../../../shared/http/named-schemas';
import { MOST_SHIFTED_DAYS } from '../../dates/date-moves';

export const COPIED_DATES = ['keep', 'remove'] as const;
export type CopiedDates = (typeof COPIED_DATES)[number];
namedEnum('CopiedDates', COPIED_DATES);

/** What becomes of the dates in a copy. At most one of the fields. */
export class CopiedDatesDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: -MOST_SHIFTED_DAYS,
    maximum: MOST_SHIFTED_DAYS,
    description:
      'By so many days of the course’s calendar every date moves, to earlier ones where negative. The local time of the day stays, also where the clocks are set in between: one that comes twice on its new day is the first, one that is skipped the first instant after.',
    example: 182,
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(-MOST_SHIFTED_DAYS)
  @Max(MOST_SHIFTED_DAYS)
  shiftDays?: number;

  @ApiPropertyOptional({
    enum: COPIED_DATES,
    description:
      '`keep`, as if nothing is said: every date stays as it is. `remove`: the copy has none, and no grading periods; marks of a quiz that were to be posted on a day are posted by hand.',
    example: 'remove',
  })
  @MayBeLeftOut()
  @IsIn(COPIED_DATES)
  dates?: CopiedDates;
}

/** A copy of a course. */
export class CopyCourseDto extends CopiedDatesDto {
  @ApiProperty({ description: 'Of the copy. Plain text.', example: 'Foundations of Statistics, autumn' })
  @Text('line', { max: 200 })
  title: string;

  @ApiPropertyOptional({ description: 'If left out, that of the course.', example: 'STAT-101-B' })
  @MayBeLeftOut()
  @Text('line', { max: 50 })
  code?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'The term of the copy. If left out, it has none.',
    example: null,
  })
  @IsOptional()
  @IsId()
  termId?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'The school of the copy; null: none. If left out, that of the course.',
    example: null,
  })
  @IsOptional()
  @IsId()
  schoolId?: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date',
    description:
      'The first day of the copy: every date moves by as many days as lie between the first day of the course and this one.',
    example: exampleDay('09-07'),
  })
  @MayBeLeftOut()
  @IsCalendarDay()
  startDate?: string;

  @ApiPropertyOptional({
    default: false,
    description: 'Only say what would be copied, and which dates would move.',
    example: true,
  })
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;
}
