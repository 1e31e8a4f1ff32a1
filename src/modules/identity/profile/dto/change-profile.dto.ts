import { LocaleField, NameField, Omittable, TimeZoneField } from '../../account-fields';

/** What is left out stays as it is. */
export class ChangeProfileDto {
  @Omittable()
  @NameField('Amara')
  givenName?: string;

  @Omittable()
  @NameField('Nwachukwu')
  familyName?: string;

  @Omittable()
  @LocaleField()
  locale?: string;

  @Omittable()
  @TimeZoneField()
  timeZone?: string;
}
