import { ApiProperty } from '@nestjs/swagger';
import { REQUEST_STATES, type RequestState } from '../admission-rules';
import type { FoundRequest } from '../requests.repository';

export class RequestingPerson {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000a01' })
  id: string;

  @ApiProperty({ example: 'Amara' })
  givenName: string;

  @ApiProperty({ example: 'Nwachukwu' })
  familyName: string;
}

export class RequestedCourse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  id: string;

  @ApiProperty({ example: 'STAT-101' })
  code: string;

  @ApiProperty({ example: 'Foundations of Statistics' })
  title: string;
}

/** Somebody asked to be a learner of a course. */
export class EnrollmentRequestResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000e101' })
  id: string;

  @ApiProperty({ type: RequestedCourse })
  course: RequestedCourse;

  @ApiProperty({ type: RequestingPerson })
  user: RequestingPerson;

  @ApiProperty({
    enum: REQUEST_STATES,
    description:
      '`requested`: staff decide. `waitlisted`: there is no seat yet. `offered`: a seat is held until `offerUntil`; accept it, or withdraw. `accepted`: enrolled, see `enrollmentId`. `rejected`: by staff, or because the account could not be enrolled. `withdrawn`: by the person. `lapsed`: the offer was not taken in time.',
    example: 'waitlisted',
  })
  state: RequestState;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'In the waitlist, from 1; null where they do not wait.',
    example: 3,
  })
  position: number | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until when the seat that is or was offered could be taken; null where none was.',
    example: null,
  })
  offerUntil: Date | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  note: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Told to the person.', example: null })
  reason: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null })
  enrollmentId: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-02-25T11:00:00.000Z' })
  askedAt: Date;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When its state last changed after it was asked.',
    example: null,
  })
  decidedAt: Date | null;

  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
}

export function toRequestResponse(request: FoundRequest): EnrollmentRequestResponse {
  const { id, courseId, code, course: title, userId, givenName, familyName, state, position, note } = request;
  const { offerUntil, reason, enrollmentId, askedAt, decidedAt, version } = request;
  return {
    ...{ id, course: { id: courseId, code, title }, user: { id: userId, givenName, familyName } },
    ...{ state, position, offerUntil, note, reason, enrollmentId, askedAt, decidedAt, version },
  };
}
