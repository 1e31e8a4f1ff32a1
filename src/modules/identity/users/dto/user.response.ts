import { ApiProperty } from '@nestjs/swagger';
import { ProfileResponse, toProfileResponse } from '../../profile/dto/profile.response';
import type { Account } from '../user.entity';

/** An account as administrators see it. */
export class UserResponse extends ProfileResponse {
  @ApiProperty({ type: String, nullable: true, example: null })
  middleName: string | null;

  /** Student or staff number. */
  @ApiProperty({ type: String, nullable: true, example: null })
  identifier: string | null;

  /** The id in the school's information system; null for an account that was created in Stoa. */
  @ApiProperty({ type: String, nullable: true, example: null })
  sourcedId: string | null;

  /** Since when it is suspended; null while it is active. */
  @ApiProperty({ type: Date, nullable: true, example: null })
  suspendedAt: Date | null;

  @ApiProperty({ example: '2026-03-02T09:00:00.000Z' })
  updatedAt: Date;
}

export function toUserResponse(account: Account): UserResponse {
  const { middleName, identifier, sourcedId, disabledAt: suspendedAt, updatedAt } = account;
  return {
    ...toProfileResponse(account.id, account),
    middleName,
    identifier,
    sourcedId,
    suspendedAt,
    updatedAt,
  };
}
