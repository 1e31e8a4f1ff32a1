import { ApiProperty } from '@nestjs/swagger';
import { asView, stateName, viewIn } from '../../../../shared/http/etag';
import { COURSE_ROLES, type CourseRole } from '../../../courses';
import { RequestedCourse, RequestingPerson } from '../../admission/dto/enrollment-request.response';
import { INVITATION_STATES, type InvitationState, invitationState } from '../invitation-rules';
import type { FoundInvitation } from '../invitations.repository';

/** Somebody is invited into a course. */
export class EnrollmentInvitationResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000b501' })
  id: string;

  @ApiProperty({ type: RequestedCourse })
  course: RequestedCourse;

  @ApiProperty({ enum: COURSE_ROLES, example: 'learner' })
  role: CourseRole;

  @ApiProperty({
    type: RequestingPerson,
    nullable: true,
    description: 'Who is invited; null where an address is.',
    example: null,
  })
  user: RequestingPerson | null;

  @ApiProperty({
    type: String,
    format: 'email',
    nullable: true,
    description:
      'The address that is invited, as staff wrote it but for letter case; null where an account is.',
    example: 'newcomer@school.example',
  })
  email: string | null;

  @ApiProperty({
    enum: INVITATION_STATES,
    description:
      '`pending`: not answered yet. `accepted`: enrolled, see `enrollmentId`. `declined`: by the person. `revoked`: by the staff. `expired`: nobody answered in time.',
    example: 'pending',
  })
  state: InvitationState;

  @ApiProperty({ format: 'date-time', example: '2026-03-11T11:00:00.000Z' })
  expiresAt: Date;

  @ApiProperty({ type: RequestingPerson })
  invitedBy: RequestingPerson;

  @ApiProperty({ format: 'date-time', example: '2026-02-25T11:00:00.000Z' })
  invitedAt: Date;

  @ApiProperty({ type: 'integer', description: 'How often it was mailed.', example: 1 })
  mails: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  decidedAt: Date | null;

  @ApiProperty({
    type: RequestingPerson,
    nullable: true,
    description: 'Who accepted, declined or revoked it: for an address, it tells whose account came of it.',
    example: null,
  })
  decidedBy: RequestingPerson | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null })
  enrollmentId: string | null;

  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
}

export function toInvitationResponse(found: FoundInvitation, now: Date): EnrollmentInvitationResponse {
  const { id, courseId, code, course: title, role, email, expiresAt, invitedAt, mails } = found;
  const { decidedAt, enrollmentId, version } = found;
  const state = invitationState(found, now);
  const response = {
    ...{ id, course: { id: courseId, code, title }, role },
    user: personOf(found.userId, found.givenName, found.familyName),
    ...{ email, state, expiresAt },
    invitedBy: personOf(found.invitedBy, found.inviterGivenName, found.inviterFamilyName)!,
    ...{ invitedAt, mails, decidedAt },
    decidedBy: personOf(found.decidedBy, found.deciderGivenName, found.deciderFamilyName),
    ...{ enrollmentId, version },
  };
  return asView(response, viewIn('invitation', stateName(state)));
}

function personOf(
  id: string | null,
  givenName: string | null,
  familyName: string | null,
): RequestingPerson | null {
  return id === null ? null : { id, givenName: givenName ?? '', familyName: familyName ?? '' };
}
