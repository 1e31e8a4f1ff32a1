import {
  EmailField,
  LocaleField,
  MailedTokenField,
  NameField,
  NewPasswordField,
  Omittable,
  TimeZoneField,
} from '../../account-fields';

export class RegisterDto {
  /** Becomes the username, too. */
  @EmailField()
  email: string;

  @NewPasswordField()
  password: string;

  @NameField('Mei')
  givenName: string;

  @NameField('Tanaka')
  familyName: string;

  @Omittable()
  @TimeZoneField()
  timeZone?: string;

  @Omittable()
  @LocaleField()
  locale?: string;
}

export class ConfirmRegistrationDto {
  @MailedTokenField()
  token: string;
}
