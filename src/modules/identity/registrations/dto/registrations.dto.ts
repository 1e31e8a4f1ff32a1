import {
  EmailField,
  LocaleField,
  MailedTokenField,
  NameField,
  NewPasswordField,
  Omittable,
  TimeZoneField,
  UsernameField,
} from '../../account-fields';

export class RegisterDto {
  @EmailField()
  email: string;

  /** Made of your names if left out. If somebody has it, yours gets a number; sign in with the email address too. */
  @Omittable()
  @UsernameField()
  username?: string;

  @NewPasswordField()
  password: string;

  @NameField('Mei')
  givenName: string;

  @NameField('Tanaka')
  familyName: string;

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
