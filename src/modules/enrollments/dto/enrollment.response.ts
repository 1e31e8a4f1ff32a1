import { ApiProperty } from '@nestjs/swagger';
import { namesSeenBy, type Viewer } from '../../identity';
import {
  COURSE_ROLES,
  COURSE_STATUSES,
  type CourseRole,
  type CourseStatus,
  type ConcludedFacts,
  ENROLLMENT_STATES,
  type EnrollmentState,
  stateInForce,
} from '../../courses';
import type { OwnRecord } from '../enrollment-lists.repository';
import type { EnrollmentRecord, RosterRecord } from '../enrollment-records';
import { namedEnum } from '../../../shared/http/named-schemas';
import { ENROLLMENT_SOURCES, type EnrollmentSource } from '../states/enrollment-sources';

namedEnum('CourseRole', COURSE_ROLES);
namedEnum('EnrollmentState', ENROLLMENT_STATES);
namedEnum('EnrollmentSource', ENROLLMENT_SOURCES);

class EnrollmentBase {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000e001' })
  id: string;

  @ApiProperty({ enum: COURSE_ROLES, example: 'learner' })
  role: CourseRole;

  @ApiProperty({
    description: 'Of an instructor: the course belongs to them. They may delete it and say who else owns it.',
    example: false,
  })
  isOwner: boolean;

  @ApiProperty({
    type: [String],
    format: 'uuid',
    nullable: true,
    description:
      'Of an assistant: the groups of the course to which they are limited. They see and mark only the learners who are in one of them. Null: they are not limited.',
    example: null,
  })
  groupIds: string[] | null;

  @ApiProperty({
    enum: ENROLLMENT_STATES,
    description:
      'The state in force today, in the time zone of the course. `upcoming`: not before `beginDate`; `suspended`: kept, but without access; `completed`: by its staff, or as the course is over; `expired`: `endDate` came before the end of the course.',
    example: 'active',
  })
  state: EnrollmentState;

  @ApiProperty({ format: 'date', description: 'First day of access.', example: '2026-03-02' })
  beginDate: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date',
    description: 'First day without access; null: no such day.',
    example: null,
  })
  endDate: string | null;

  @ApiProperty({
    type: 'integer',
    description: 'Counts from 1: whoever comes back after they had left begins the next one.',
    example: 1,
  })
  spell: number;

  @ApiProperty({
    enum: ENROLLMENT_SOURCES,
    description:
      'How the spell came about: by the people themselves, by staff, by a roster, or by a rule; `unknown` where it began before that was kept.',
    example: 'staff',
  })
  source: EnrollmentSource;

  @ApiProperty({ type: 'integer', example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time', example: '2026-02-25T11:00:00.000Z' })
  createdAt: Date;
}

export class EnrolledPerson {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000a01' })
  id: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null where it is an email address that you may not see.',
    example: 'amara.nwachukwu',
  })
  username: string | null;

  @ApiProperty({ example: 'Amara' })
  givenName: string;

  @ApiProperty({ example: 'Nwachukwu' })
  familyName: string;

  @ApiProperty({ description: 'The account is suspended: nobody can sign in with it.', example: false })
  isSuspended: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'For administrators, and in your own enrollment; null for everybody else.',
    example: 'amara.nwachukwu@demo.stoa.example',
  })
  email: string | null;
}

/** An enrollment, as the course's staff sees it. */
export class EnrollmentResponse extends EnrollmentBase {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({ type: EnrolledPerson })
  user: EnrolledPerson;
}

/** `today` is the day in the course's time zone. */
export function toEnrollmentResponse(
  caller: Viewer,
  { enrollment, person }: RosterRecord,
  course: ConcludedFacts,
  today: string,
): EnrollmentResponse {
  const { id, givenName, familyName, isSuspended } = person;
  const user = { id, givenName, familyName, isSuspended, ...namesSeenBy(caller, person) };
  return { ...baseOf(enrollment, course, today), courseId: enrollment.courseId, user };
}

export class EnrolledCourse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  id: string;

  @ApiProperty({ example: 'STAT-101' })
  code: string;

  @ApiProperty({ example: 'Foundations of Statistics' })
  title: string;

  @ApiProperty({ enum: COURSE_STATUSES, example: 'published' })
  status: CourseStatus;

  @ApiProperty({ description: 'IANA name.', example: 'Europe/Berlin' })
  timeZone: string;

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
}

/** One of your own enrollments. */
export class MyEnrollmentResponse extends EnrollmentBase {
  @ApiProperty({ type: EnrolledCourse })
  course: EnrolledCourse;
}

/** `today` is the day in the course's time zone. */
export function toMyEnrollmentResponse(
  { enrollment, course }: OwnRecord,
  today: string,
): MyEnrollmentResponse {
  return { ...baseOf(enrollment, course, today), course };
}

function baseOf(enrollment: EnrollmentRecord, course: ConcludedFacts, today: string): EnrollmentBase {
  const { id, role, isOwner, groupIds, beginDate, endDate, spell, source, version, createdAt } = enrollment;
  const state = stateInForce(enrollment, course, today);
  return { id, role, isOwner, groupIds, state, beginDate, endDate, spell, source, version, createdAt };
}
