import { ApiProperty } from '@nestjs/swagger';
import { localTimeIn } from '../../../../shared/time/zoned-time';
import { type AttendanceStatus, LiveSessionInOutline } from '../../../courses';
import type { LiveSession } from '../live-session.entity';

/** A session, and when and where it takes place. */
export class LiveSessionResponse extends LiveSessionInOutline {
  @ApiProperty({
    format: 'uuid',
    description: 'Of the activity.',
    example: '01990000-0000-7000-8000-00000000ac07',
  })
  activityId: string;

  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({ description: 'Of the activity. Plain text.', example: 'Questions before the exam' })
  title: string;

  @ApiProperty({ type: 'integer', description: 'Counts its changes; the ETag is made of it.', example: 3 })
  version: number;

  @ApiProperty({ format: 'date-time', example: '2026-02-03T15:20:00.000Z' })
  updatedAt: Date;
}

type Told = Omit<LiveSession, 'course'>;

export function toLiveSessionResponse(
  session: Told,
  title: string,
  timeZone: string,
  myAttendance: AttendanceStatus | null = null,
): LiveSessionResponse {
  const { activityId, courseId, version, updatedAt } = session;
  return {
    activityId,
    courseId,
    title,
    ...toSessionInOutline(session, timeZone, myAttendance),
    version,
    updatedAt,
  };
}

export function toSessionInOutline(
  { startsAt, endsAt, location, joinAddress, isCancelled }: Told,
  timeZone: string,
  myAttendance: AttendanceStatus | null,
): LiveSessionInOutline {
  return {
    ...{ startsAt, endsAt, timeZone, location, joinAddress, isCancelled },
    startsLocal: startsAt && localTimeIn(startsAt, timeZone),
    endsLocal: endsAt && localTimeIn(endsAt, timeZone),
    myAttendance,
  };
}
