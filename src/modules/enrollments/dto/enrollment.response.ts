import { ApiProperty } from '@nestjs/swagger';
import { namesSeenBy, type Viewer } from '../../identity';
import {
  COURSE_ROLES,
  COURSE_STATUSES,
  type CourseRole,
  type CourseStatus,
  ENROLLMENT_STATUSES,
  type EnrollmentStatus,
  enrollmentStatus,
} from '../../courses';
import type { OwnRecord } from '../enrollment-lists.repository';
import type { EnrollmentRecord, RosterRecord } from '../enrollment-records';
import { namedEnum } from '../../../shared/http/named-schemas';

namedEnum('CourseRole', COURSE_ROLES);
namedEnum('EnrollmentStatus', ENROLLMENT_STATUSES);

class EnrollmentBase {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000e001' })
  id: string;

  @ApiProperty({ enum: COURSE_ROLES, example: 'learner' })
  role: CourseRole;

  @ApiProperty({
    enum: ENROLLMENT_STATUSES,
    description: "Its status today, in the course's time zone.",
    example: 'active',
  })
  status: EnrollmentStatus;

  @ApiProperty({ format: 'date', description: 'First active day.', example: '2026-03-02' })
  beginDate: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date',
    description: 'First day that is no longer active.',
    example: null,
  })
  endDate: string | null;

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
  today: string,
): EnrollmentResponse {
  const { id, givenName, familyName, isSuspended } = person;
  const user = { id, givenName, familyName, isSuspended, ...namesSeenBy(caller, person) };
  return { ...baseOf(enrollment, today), courseId: enrollment.courseId, user };
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
  return { ...baseOf(enrollment, today), course };
}

function baseOf(enrollment: EnrollmentRecord, today: string): EnrollmentBase {
  const { id, role, beginDate, endDate, createdAt } = enrollment;
  return { id, role, status: enrollmentStatus(enrollment, today), beginDate, endDate, createdAt };
}
