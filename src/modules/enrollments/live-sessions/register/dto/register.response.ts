import { ApiProperty } from '@nestjs/swagger';
import { ATTENDANCE_STATUSES, type AttendanceStatus } from '../attendance';
import type { RegisteredLearner } from '../attendance.repository';

/** What a request has recorded. */
export class RecordedAttendanceResponse {
  @ApiProperty({ type: 'integer', description: 'Entries that say something else now.', example: 24 })
  changed: number;

  @ApiProperty({ type: 'integer', description: 'Entries that said so before.', example: 1 })
  unchanged: number;
}

/** A learner, and what the register says of them. */
export class RegisterEntryResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-0000000000a2' })
  userId: string;

  @ApiProperty({ example: 'Amara' })
  givenName: string;

  @ApiProperty({ example: 'Nwachukwu' })
  familyName: string;

  @ApiProperty({ description: 'The account is suspended: nobody can sign in with it.', example: false })
  isSuspended: boolean;

  @ApiProperty({
    type: String,
    enum: [...ATTENDANCE_STATUSES, null],
    nullable: true,
    description: 'Null: nothing is recorded.',
    example: 'late',
  })
  status: AttendanceStatus | null;

  @ApiProperty({
    type: 'integer',
    description: 'Counts the changes of the entry; 0: there is none.',
    example: 2,
  })
  version: number;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The person.', example: null })
  recordedBy: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-03-04T14:05:00.000Z' })
  recordedAt: Date | null;
}

export function toRegisterEntry(learner: RegisteredLearner): RegisterEntryResponse {
  const { userId, givenName, familyName, isSuspended, status, version, recordedBy, recordedAt } = learner;
  return {
    userId,
    givenName,
    familyName,
    isSuspended,
    status,
    version: version ?? 0,
    recordedBy,
    recordedAt,
  };
}
