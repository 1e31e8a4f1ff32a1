import { ApiProperty } from '@nestjs/swagger';
import { ProfileResponse } from '../../profile/dto/profile.response';
import type { UserRecord } from '../users.repository';

/** An account as administrators see it. */
export class UserResponse extends ProfileResponse {
  @ApiProperty({ type: String, nullable: true, example: null })
  middleName: string | null;

  /** Student or staff number. */
  @ApiProperty({ type: String, nullable: true, example: null })
  identifier: string | null;

  /** Its id in the school's information system, where it came from there. */
  @ApiProperty({ type: String, nullable: true, example: null })
  sourcedId: string | null;

  /** Since when it is shut; null while it is active. */
  @ApiProperty({ type: Date, nullable: true, example: null })
  suspendedAt: Date | null;

  @ApiProperty({ example: '2026-03-02T09:00:00.000Z' })
  updatedAt: Date;

  static ofRecord(user: UserRecord): UserResponse {
    const { id: userId, middleName, identifier, sourcedId, disabledAt, updatedAt } = user;
    return {
      ...ProfileResponse.of({ ...user, userId }),
      middleName,
      identifier,
      sourcedId,
      suspendedAt: disabledAt,
      updatedAt,
    };
  }
}
