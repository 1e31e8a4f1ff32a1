import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsEmail, IsString, Length, Matches, MaxLength, ValidateBy, ValidateIf } from 'class-validator';
import { isTimeZone } from '../../shared/time/zoned-time';
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from './passwords/password-rules';

/** Letters, digits and what mail addresses and ids are made of; no spaces, no control characters. */
export const USERNAME_PATTERN = /^[\p{L}\p{M}\p{N}._@+'-]+$/u;

/** White space around a text is nobody's intention. */
export const Trimmed = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));

/** The field may be left out; stands above its other rules. Unlike with `@IsOptional()`, null is not left out. */
export const Omittable = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional(),
    ValidateIf((_body, value) => value !== undefined),
  );

/** Null is a value that the field may have; stands above its other rules. */
export const Nullable = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ nullable: true }),
    ValidateIf((_body, value) => value !== null),
  );

export const UsernameField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, minLength: 1, maxLength: 255, example: 'mei.tanaka' }),
    Trimmed(),
    IsString(),
    Length(1, 255),
    Matches(USERNAME_PATTERN, { message: "$property may hold letters, digits and . _ @ + ' - only" }),
  );

export const EmailField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, format: 'email', maxLength: 254, example: 'mei.tanaka@demo.stoa.example' }),
    Trimmed(),
    IsEmail(),
  );

/** A given or family name. */
export const NameField = (example: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, minLength: 1, maxLength: 100, example }),
    Trimmed(),
    IsString(),
    Length(1, 100),
    Matches(/^\P{Cc}*$/u, { message: '$property must not hold control characters' }),
  );

/** A new password. The other rules need the account's names: `requireGoodPassword`. */
export const NewPasswordField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: String,
      minLength: PASSWORD_MIN_LENGTH,
      maxLength: PASSWORD_MAX_LENGTH,
      format: 'password',
      description: 'Not the username, not the mail address, not one of the most common passwords.',
      example: 'seven-quiet-otters',
    }),
    IsString(),
    Length(PASSWORD_MIN_LENGTH, PASSWORD_MAX_LENGTH),
  );

/** A token from a mail. */
export const MailedTokenField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: String,
      description: 'From the mail.',
      example: 'm0nq1VYlHxSmTq6W1vN4zB0yqk1c3rXH0yW6iYb7QzE',
    }),
    Trimmed(),
    IsString(),
    MaxLength(200),
  );

/** A BCP 47 language tag, kept in its canonical form. */
export const LocaleField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, description: 'BCP 47 language tag.', maxLength: 35, example: 'en-GB' }),
    Transform(({ value }: { value: unknown }) => canonicalLocale(value) ?? value),
    ValidateBy({
      name: 'isLocale',
      validator: {
        validate: (value: unknown) => canonicalLocale(value) !== undefined,
        defaultMessage: () => '$property must be a language tag such as en-GB',
      },
    }),
  );

export const TimeZoneField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: String,
      description: 'Name in the IANA time zone database.',
      maxLength: 64,
      example: 'Europe/Oslo',
    }),
    ValidateBy({
      name: 'isTimeZone',
      validator: {
        validate: isTimeZone,
        defaultMessage: () => '$property must be an IANA time zone such as Europe/Oslo',
      },
    }),
  );

function canonicalLocale(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 35) return undefined;
  try {
    return Intl.getCanonicalLocales(value)[0];
  } catch {
    return undefined;
  }
}
