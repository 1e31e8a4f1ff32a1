import { ApiProperty } from '@nestjs/swagger';
import type { AccommodationRecord } from '../accommodations.repository';
import type { ListedAccommodation } from '../course-accommodations.repository';
import { isInForce, type Needs, PRESENTATION_NEEDS, type PresentationNeed, type Validity } from '../needs';

/** What somebody needs, without the reason. */
export class NeedsResponse implements Needs, Validity {
  @ApiProperty({ format: 'decimal', example: '1.5', description: 'Time limits are multiplied by it.' })
  timeFactor: string;

  @ApiProperty({ type: 'integer', example: 0, description: 'Added to time limits after that.' })
  minutesAdded: number;

  @ApiProperty({ type: 'integer', example: 1 })
  extraAttempts: number;

  @ApiProperty({
    type: 'integer',
    example: 2,
    description: "Days of the course's calendar that due dates and closing dates come later.",
  })
  daysAdded: number;

  @ApiProperty({
    type: 'integer',
    example: 20,
    description: 'Minutes for which the clock of an attempt may rest in all.',
  })
  restBreakMinutes: number;

  @ApiProperty({ enum: PRESENTATION_NEEDS, isArray: true, example: ['large_print'] })
  presentation: PresentationNeed[];

  @ApiProperty({ format: 'date-time', example: '2026-03-01T00:00:00.000Z' })
  validFrom: Date;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'The first instant at which it is no longer in force; null: without an end.',
  })
  validUntil: Date | null;
}

export class OwnNeedsResponse extends NeedsResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000ac01' })
  id: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'The course in which it counts; null: all courses.',
  })
  courseId: string | null;

  @ApiProperty({ example: true, description: 'Whether it is in force now.' })
  isInForce: boolean;
}

class AccommodatedPerson {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000a01' })
  id: string;

  @ApiProperty({ example: 'Amara' })
  givenName: string;

  @ApiProperty({ example: 'Nwachukwu' })
  familyName: string;
}

export class CourseNeedsResponse extends OwnNeedsResponse {
  @ApiProperty({ type: AccommodatedPerson })
  user: AccommodatedPerson;
}

export function toOwnNeedsResponse(record: AccommodationRecord, now: Date): OwnNeedsResponse {
  return ownOf(record, now);
}

export function toCourseNeedsResponse(record: ListedAccommodation, now: Date): CourseNeedsResponse {
  const { userId: id, givenName, familyName } = record;
  return { ...ownOf(record, now), user: { id, givenName, familyName } };
}

function ownOf(record: Omit<ListedAccommodation, 'givenName' | 'familyName'>, now: Date): OwnNeedsResponse {
  const { id, courseId, validFrom, validUntil } = record;
  const { timeFactor, minutesAdded, extraAttempts, daysAdded, restBreakMinutes, presentation } = record;
  return {
    ...{ id, courseId, isInForce: isInForce(record, now) },
    ...{ timeFactor, minutesAdded, extraAttempts, daysAdded, restBreakMinutes, presentation },
    ...{ validFrom, validUntil },
  };
}
