import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../../shared/http/named-schemas';
import { activityType, NoFields } from '../activity-type';

export const ATTENDANCE_STATUSES = ['present', 'late', 'absent', 'excused'] as const;
/** What the register of a session says of a learner. */
export type AttendanceStatus = (typeof ATTENDANCE_STATUSES)[number];
namedEnum('AttendanceStatus', ATTENDANCE_STATUSES);

/** What an outline tells of a session. */
export class LiveSessionInOutline {
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Null as long as nobody has said when. Members only.',
    example: '2040-03-04T13:00:00.000Z',
  })
  startsAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Null as long as nobody has said when. Members only.',
    example: '2040-03-04T14:30:00.000Z',
  })
  endsAt: Date | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'As clocks in the time zone of the course show it. Members only.',
    format: 'local-date-time',
    example: '2040-03-04T14:00:00',
  })
  startsLocal: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'As `startsLocal`. Members only.',
    format: 'local-date-time',
    example: '2040-03-04T15:30:00',
  })
  endsLocal: string | null;

  @ApiProperty({ description: 'That of the course. Members only.', example: 'Europe/Berlin' })
  timeZone: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Plain text. Members only.',
    example: 'Room 2.14',
  })
  location: string | null;

  @ApiProperty({
    type: String,
    format: 'uri',
    nullable: true,
    description: 'Https: where people join from afar. Members only.',
    example: 'https://meet.example/statistics',
  })
  joinAddress: string | null;

  @ApiProperty({ description: 'Members only.', example: false })
  isCancelled: boolean;

  @ApiProperty({
    type: String,
    enum: [...ATTENDANCE_STATUSES, null],
    nullable: true,
    description:
      'What the register says of the learner who reads; null where it says nothing, and for staff. Members only.',
    example: null,
  })
  myAttendance: AttendanceStatus | null;
}

/** Something that takes place at a time: its content says what it is about. When and where is kept by its owner. */
export const liveSession = activityType({
  name: 'live_session',
  Fields: NoFields,
  completedBy: ['attended'],
  owner: 'enrollments',
  InOutline: LiveSessionInOutline,
  examples: {
    add: {
      summary: 'A session, whose time is said at `/v1/live-sessions/{liveSessionId}`',
      value: { title: 'Questions before the exam', content: 'Bring what you did not understand.' },
    },
  },
});
