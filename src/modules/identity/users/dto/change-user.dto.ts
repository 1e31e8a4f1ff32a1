import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { PLATFORM_ROLES, type PlatformRole } from '../../../../shared/auth/caller';
import {
  EmailField,
  FamilyNameField,
  GivenNameField,
  LocaleField,
  Nullable,
  Omittable,
  TimeZoneField,
  UsernameField,
} from '../../account-fields';

/** Fields that are left out stay as they are. */
export class ChangeUserDto {
  @Omittable()
  @UsernameField()
  username?: string;

  @Omittable()
  @Nullable()
  @EmailField()
  email?: string | null;

  @Omittable()
  @GivenNameField('Mei')
  givenName?: string;

  @Omittable()
  @FamilyNameField('Tanaka')
  familyName?: string;

  @Omittable()
  @ApiProperty({ enum: PLATFORM_ROLES, required: false, example: 'instructor' })
  @IsIn(PLATFORM_ROLES)
  role?: PlatformRole;

  @Omittable()
  @LocaleField()
  locale?: string;

  @Omittable()
  @TimeZoneField()
  timeZone?: string;
}
