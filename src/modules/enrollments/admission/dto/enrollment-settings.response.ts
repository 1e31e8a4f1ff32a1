import { ApiProperty } from '@nestjs/swagger';
import type { AdmissionRules, Seats } from '../admission-rules';

/** How people come into a course by themselves, and what seats it has. */
export class EnrollmentSettingsResponse implements AdmissionRules {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({
    description: 'People enroll themselves here at all: see the course.',
    example: true,
  })
  selfEnrollment: boolean;

  @ApiProperty({ description: 'Whoever asks waits until staff decide.', example: false })
  needsApproval: boolean;

  @ApiProperty({ description: 'Whoever asks says one of the keys of the course.', example: false })
  needsKey: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  opensAt: Date | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  closesAt: Date | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'Seats for learners. Active, upcoming and suspended enrollments hold one, and so do offers, and invitations where the settings say so.',
    example: 30,
  })
  capacity: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Seats that are held; null where there are seats for all.',
    example: 28,
  })
  taken: number | null;

  @ApiProperty({ example: true })
  hasWaitlist: boolean;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'For how many hours a free seat is offered to whoever waits; null: they get it at once.',
    example: null,
  })
  offerHours: number | null;

  @ApiProperty({
    description: 'The invitation of a learner holds a seat until it is answered or over.',
    example: false,
  })
  invitationsHoldSeats: boolean;

  @ApiProperty({ type: 'integer', description: 'People in the waitlist.', example: 0 })
  waiting: number;

  @ApiProperty({ type: 'integer', nullable: true, example: null })
  accessDays: number | null;

  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
}

export function toSettingsResponse(
  course: { courseId: string; selfEnrollment: boolean },
  rules: AdmissionRules & { version: number },
  { taken, waiting }: Pick<Seats, 'waiting'> & { taken: number | null },
): EnrollmentSettingsResponse {
  const { needsApproval, needsKey, opensAt, closesAt, capacity, hasWaitlist, accessDays, version } = rules;
  const { offerHours, invitationsHoldSeats } = rules;
  const { courseId, selfEnrollment } = course;
  return {
    ...{ courseId, selfEnrollment, needsApproval, needsKey, opensAt, closesAt, capacity, taken, hasWaitlist },
    ...{ offerHours, invitationsHoldSeats, waiting, accessDays, version },
  };
}
