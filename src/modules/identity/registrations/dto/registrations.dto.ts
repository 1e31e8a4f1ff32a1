import {
  EmailField,
  FamilyNameField,
  GivenNameField,
  LocaleField,
  MailedTokenField,
  NewPasswordField,
  Omittable,
  TimeZoneField,
  UsernameField,
} from '../../account-fields';

export class RegisterDto {
  @EmailField()
  email: string;

  /** Derived from your names if left out. If it is taken, a suffix is appended. You can also sign in with the email address. */
  @Omittable()
  @UsernameField()
  username?: string;

  @NewPasswordField('seven-quiet-otters')
  password: string;

  @GivenNameField('Mei')
  givenName: string;

  @Omittable()
  @FamilyNameField('Tanaka')
  familyName?: string;

  @Omittable()
  @TimeZoneField()
  timeZone?: string;

  /** The language that `Accept-Language` asks for if left out. */
  @Omittable()
  @LocaleField()
  locale?: string;
}

export class ConfirmRegistrationDto {
  @MailedTokenField()
  token: string;
}
