import { FamilyNameField, GivenNameField, LocaleField, Omittable, TimeZoneField } from '../../account-fields';

/** Fields that are left out stay as they are. */
export class ChangeProfileDto {
  @Omittable()
  @GivenNameField('Amara')
  givenName?: string;

  @Omittable()
  @FamilyNameField('Nwachukwu')
  familyName?: string;

  @Omittable()
  @LocaleField()
  locale?: string;

  @Omittable()
  @TimeZoneField()
  timeZone?: string;
}
