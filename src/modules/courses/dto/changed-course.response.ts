import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ActingRole } from '../../../shared/auth/permissions';
import { asView } from '../../../shared/http/etag';
import type { CourseTimeZoneChanged } from '../courses.events';
import { MOVABLE_KINDS, type MovableKind, type MovedDates } from '../zone-moves';
import type { CourseCoverResponse } from '../description/files/dto/course-cover';
import { CourseResponse, courseView, type DescribedCourse, toCourseResponse } from './course.response';

/** How many dates of each kind the answer lists. */
const MOST_LISTED = 100;

/** A date that the new time zone has moved. */
export class MovedDateResponse {
  @ApiProperty({
    format: 'uuid',
    description:
      'Of the enrollment, the session or quiz (its activity) or the line item; of an exception from a quiz, its person.',
    example: '01990000-0000-7000-8000-00000000e001',
  })
  id: string;

  @ApiProperty({ description: 'Its title, or the name of the person.', example: 'Survey plan' })
  title: string;

  @ApiProperty({ description: 'The field that has moved.', example: 'dueAt' })
  field: string;

  @ApiProperty({
    description: 'What it was: a day, or an instant.',
    example: '2026-03-27T22:59:59.999Z',
  })
  from: string;

  @ApiProperty({ description: 'What it is now.', example: '2026-03-28T03:59:59.999Z' })
  to: string;
}

/** What the new time zone did to one kind of thing in the course. */
export class MovedDatesResponse {
  @ApiProperty({ enum: MOVABLE_KINDS, enumName: 'MovableKind', example: 'line_items' })
  of: MovableKind;

  @ApiProperty({ type: 'integer', description: 'How many dates have moved.', example: 1 })
  moved: number;

  @ApiProperty({
    type: 'integer',
    description:
      'How many sessions, quizzes, exceptions or line items keep the instant of a date, because it has passed or the new time zone would put it into the past. Its day stays the same.',
    example: 3,
  })
  kept: number;

  @ApiProperty({ type: [MovedDateResponse], description: `The first ${MOST_LISTED} dates that have moved.` })
  dates: MovedDateResponse[];
}

/** What a new time zone of a course has changed. */
export class TimeZoneChangeResponse {
  @ApiProperty({ description: 'The earlier time zone.', example: 'Europe/Berlin' })
  from: string;

  @ApiProperty({ description: 'The new time zone.', example: 'America/New_York' })
  to: string;

  @ApiProperty({
    format: 'date',
    description: 'The present day in the earlier time zone.',
    example: '2026-03-03',
  })
  dayBefore: string;

  @ApiProperty({
    format: 'date',
    description: 'The present day in the new time zone.',
    example: '2026-03-02',
  })
  dayAfter: string;

  @ApiProperty({ type: [MovedDatesResponse], description: 'One for each kind of thing with dates.' })
  moves: MovedDatesResponse[];
}

/** A course as it is after a change. */
export class ChangedCourseResponse extends CourseResponse {
  @ApiPropertyOptional({
    type: TimeZoneChangeResponse,
    description: 'What a new time zone has moved; left out if the time zone stays.',
  })
  timeZoneChange?: TimeZoneChangeResponse;
}

export function toChangedCourseResponse(
  course: DescribedCourse,
  role: ActingRole,
  cover: CourseCoverResponse | null,
  change: CourseTimeZoneChanged | undefined,
): ChangedCourseResponse {
  const response = toCourseResponse(course, role, cover);
  return change === undefined
    ? response
    : asView({ ...response, timeZoneChange: toTimeZoneChange(change) }, courseView(role, cover));
}

function toTimeZoneChange({ change, moves }: CourseTimeZoneChanged): TimeZoneChangeResponse {
  const { from, to, dayBefore, dayAfter } = change;
  return { from, to, dayBefore, dayAfter, moves: moves.map(toMoves) };
}

function toMoves({ of, dates, kept }: MovedDates): MovedDatesResponse {
  return { of, moved: dates.length, kept, dates: dates.slice(0, MOST_LISTED) };
}
