import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { PLATFORM_ROLES, type PlatformRole } from '../../../../shared/auth/caller';
import {
  EmailField,
  FamilyNameField,
  GivenNameField,
  LocaleField,
  NewPasswordField,
  Nullable,
  Omittable,
  TimeZoneField,
  UsernameField,
} from '../../account-fields';

export class CreateUserDto {
  @UsernameField()
  username: string;

  @Omittable()
  @Nullable()
  @EmailField()
  email?: string | null;

  @Omittable()
  @NewPasswordField()
  password?: string;

  @GivenNameField('Mei')
  givenName: string;

  @Omittable()
  @FamilyNameField('Tanaka')
  familyName?: string;

  @ApiProperty({ enum: PLATFORM_ROLES, example: 'learner' })
  @IsIn(PLATFORM_ROLES)
  role: PlatformRole;

  @Omittable()
  @LocaleField()
  locale?: string;

  @Omittable()
  @TimeZoneField()
  timeZone?: string;
}
