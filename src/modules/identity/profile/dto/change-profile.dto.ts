import { LocaleField, NameField, Omittable, TimeZoneField } from '../../account-fields';

/** Fields that are left out stay as they are. */
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
