import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, Matches, ValidateIf } from 'class-validator';
import { Text } from '../../shared/http/field-rules';
import { fieldRule, says } from '../../shared/http/field-sentences';
import { sentences as ruleSentences } from '../../shared/http/http.sentences';
import { plainForm } from '../../shared/text/search-form';
import { canonicalTimeZone, isTimeZone } from '../../shared/time/zoned-time';
import { isEmailAddress, LONGEST_EMAIL } from './email-address';
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from './passwords/password-rules';
import { sentences } from './identity.sentences';

/** Letters, digits and what email addresses and ids are made of; no spaces, no control characters. */
export const USERNAME_PATTERN = /^[\p{L}\p{M}\p{N}._@+'-]+$/u;

const LONGEST_LOCALE = 35;

/** The field may be left out, but null is checked by its other rules, unlike with `@IsOptional()`. Goes first. */
export const Omittable = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional(),
    ValidateIf((_body, value) => value !== undefined),
  );

/** The field may be null. Goes before its other rules. */
export const Nullable = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ nullable: true }),
    ValidateIf((_body, value) => value !== null),
  );

/** Full-width and typographic characters become plain ones, so that nobody has the twin of another's name. */
const InPlainForm = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? plainForm(value) : value));

export const UsernameField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, example: 'mei.tanaka' }),
    Text('line', { max: 255 }),
    InPlainForm(),
    Matches(
      USERNAME_PATTERN,
      says((field) => sentences.usernameCharacters({ field })),
    ),
  );

export const EmailField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, format: 'email', example: 'mei.tanaka@demo.stoa.example' }),
    Text('line', { max: LONGEST_EMAIL }),
    InPlainForm(),
    fieldRule(
      'isEmail',
      (value) => typeof value === 'string' && isEmailAddress(value),
      (field) => ruleSentences.mustBeEmailAddress({ field }),
    ),
  );

/** A given name. */
export const GivenNameField = (example: string): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: String, example }), Text('line', { max: 100 }));

/** A family name, which not everybody has. */
export const FamilyNameField = (example: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: String,
      description: 'Empty for a person with one name, which is then the given name.',
      example,
    }),
    Text('line', { min: 0, max: 100 }),
  );

/** Too common, so it is refused: nobody gets a password that stands in the API description. */
export const REFUSED_PASSWORD = '1234567890';

/** A new password. The other rules need the account's names: `requireGoodPassword`. */
export const NewPasswordField = (example = REFUSED_PASSWORD): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: String,
      format: 'password',
      description: 'Not the username, not the email address, not one of the most common passwords.',
      example,
    }),
    Text('secret', { min: PASSWORD_MIN_LENGTH, max: PASSWORD_MAX_LENGTH }),
  );

/** A token from a mail. */
export const MailedTokenField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: String,
      description: 'From the mail.',
      example: 'm0nq1VYlHxSmTq6W1vN4zB0yqk1c3rXH0yW6iYb7QzE',
    }),
    Text('secret', { max: 200, trim: true }),
  );

/** A BCP 47 language tag, kept in its canonical form. */
export const LocaleField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: String,
      description: 'BCP 47 language tag.',
      maxLength: LONGEST_LOCALE,
      example: 'en-GB',
    }),
    IsLocale(),
  );

/** A filter by a language, which Swagger UI does not fill in: an example would hide what is in others. */
export const LocaleFilter = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: String, description, maxLength: LONGEST_LOCALE }),
    IsOptional(),
    IsLocale(),
  );

function IsLocale(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => canonicalLocale(value) ?? value),
    fieldRule(
      'isLocale',
      (value) => canonicalLocale(value) !== undefined,
      (field) => sentences.locale({ field }),
    ),
  );
}

export const TimeZoneField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: String,
      description:
        'Name in the IANA time zone database, in any case. An alias is kept as the zone that it stands for.',
      maxLength: 64,
      example: 'Europe/Oslo',
    }),
    Transform(({ value }: { value: unknown }) => canonicalTimeZone(value) ?? value),
    fieldRule('isTimeZone', isTimeZone, (field) => sentences.timeZone({ field })),
  );

/** Undefined for an invalid tag or one that is too long. The canonical form may be longer: `sh` becomes `sr-Latn`. */
function canonicalLocale(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST_LOCALE) return undefined;
  try {
    const [canonical] = Intl.getCanonicalLocales(value);
    return canonical !== undefined && canonical.length <= LONGEST_LOCALE ? canonical : undefined;
  } catch {
    return undefined;
  }
}
