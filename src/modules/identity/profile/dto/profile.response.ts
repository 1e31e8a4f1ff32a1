import { ApiProperty } from '@nestjs/swagger';
import { PLATFORM_ROLES, type PlatformRole, type Caller } from '../../../../shared/auth/caller';
import { namedEnum } from '../../../../shared/http/named-schemas';

namedEnum('PlatformRole', PLATFORM_ROLES);

/** An account as its owner sees it. */
export class ProfileResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000000' })
  id: string;

  @ApiProperty({ example: 'amara.nwachukwu' })
  username: string;

  @ApiProperty({ type: String, nullable: true, example: 'amara.nwachukwu@demo.stoa.example' })
  email: string | null;

  @ApiProperty({ example: 'Amara' })
  givenName: string;

  @ApiProperty({ example: 'Nwachukwu' })
  familyName: string;

  @ApiProperty({ enum: PLATFORM_ROLES, example: 'learner' })
  role: PlatformRole;

  /** BCP 47 language tag. */
  @ApiProperty({ example: 'en' })
  locale: string;

  /** IANA time zone. */
  @ApiProperty({ example: 'Europe/Oslo' })
  timeZone: string;

  @ApiProperty({ example: '2026-03-02T09:00:00.000Z' })
  createdAt: Date;

  /** Version of the account, as in the ETag. */
  @ApiProperty({ example: 1 })
  version: number;
}

export function toProfileResponse(id: string, person: Omit<Caller, 'userId' | 'sessionId'>): ProfileResponse {
  const { username, email, givenName, familyName, role, locale, timeZone, createdAt, version } = person;
  return { id, username, email, givenName, familyName, role, locale, timeZone, createdAt, version };
}
