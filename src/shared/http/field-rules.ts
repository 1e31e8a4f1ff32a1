import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsDate, isURL, ValidateBy, ValidateIf, type ValidationOptions } from 'class-validator';
import { DateTime } from 'luxon';
import { isId } from '../database/ids';
import { plainDecimal } from '../decimals/plain-decimal';
import { Rational } from '../decimals/rational';
import { isDay, isTimeZone } from '../time/zoned-time';
import { characterFault, isVisible, lengthOf, type TextKind } from '../text/text-rules';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

/** The field may be left out, but not be null: for changes of what cannot be empty. */
export const MayBeLeftOut = (): PropertyDecorator => ValidateIf((_object, value) => value !== undefined);

interface TextBounds {
  /** In code points; 1 for a `line` and a `secret` and 0 for `lines` unless told. */
  min?: number;
  /** In code points. */
  max: number;
  /** Whether white space around the text is dropped before all else; only of a `line` unless told. */
  trim?: boolean;
}

/**
 * A text: its kind says which characters it may hold (`text-rules.ts`), its bounds how many. Every text that a request
 * may hold is declared so, because class-validator counts otherwise than the store does. What must not be empty must
 * show something, too: a text of nothing but joiners and blanks is refused.
 */
export function Text(
  kind: TextKind,
  { min = kind === 'lines' ? 0 : 1, max, trim = kind === 'line' }: TextBounds,
): PropertyDecorator {
  const isShown = kind !== 'secret' && min > 0;
  return applyDecorators(
    ApiProperty({ ...(min > 0 ? { minLength: min } : {}), maxLength: max }),
    ...(trim
      ? [Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))]
      : []),
    textRule('isString', (value) => (typeof value === 'string' ? undefined : 'must be a text')),
    textRule('minLength', (value) =>
      typeof value === 'string' && lengthOf(value) < min
        ? `must have at least ${characters(min)}`
        : undefined,
    ),
    textRule('maxLength', (value) =>
      typeof value === 'string' && lengthOf(value) > max ? `must have at most ${characters(max)}` : undefined,
    ),
    textRule('characters', (value) => (typeof value === 'string' ? characterFault(value, kind) : undefined)),
    textRule('isVisible', (value) =>
      isShown && typeof value === 'string' && value !== '' && !isVisible(value)
        ? 'must have at least one visible character'
        : undefined,
    ),
  );
}

/** A rule of a field by the words for what is wrong, if anything is. */
function textRule(name: string, faultOf: (value: unknown) => string | undefined): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value: unknown) => faultOf(value) === undefined,
      defaultMessage: (about) => `$property ${faultOf(about?.value) ?? 'is not valid'}`,
    },
  });
}

function characters(count: number): string {
  return count === 1 ? '1 character' : `${count} characters`;
}

/** An id of something, in the lower case in which ids are stored and compared. With `each`, a list of them. */
export function IsId({ each = false }: Pick<ValidationOptions, 'each'> = {}): PropertyDecorator {
  const lowered = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      each && Array.isArray(value) ? value.map(lowered) : lowered(value),
    ),
    ValidateBy(
      {
        name: 'isUuid',
        validator: {
          validate: isId,
          defaultMessage: () => `${each ? 'each value in ' : ''}$property must be a UUID`,
        },
      },
      { each },
    ),
  );
}

/**
 * An https address without a password in it, as browsers write it, so that no quote or space in it is left unescaped.
 * That form, in which characters beyond ASCII take up to twelve, is what is stored and what must fit.
 */
export function IsHttpsAddress({ max }: { max: number }): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ format: 'uri', maxLength: max }),
    Transform(({ value }: { value: unknown }) => httpsAddress(value) ?? value),
    ValidateBy({
      name: 'isUrl',
      validator: {
        validate: (value: unknown) => httpsAddress(value) !== undefined,
        defaultMessage: () => '$property must be an https address',
      },
    }),
    textRule('maxLength', (value) =>
      typeof value === 'string' && value.length > max
        ? `must have at most ${characters(max)}, written as an address with its special characters escaped`
        : undefined,
    ),
  );
}

/** A day that the calendar has, `YYYY-MM-DD`. */
export const IsCalendarDay = (): PropertyDecorator =>
  ValidateBy({
    name: 'isCalendarDay',
    validator: { validate: isDay, defaultMessage: () => '$property must be a day such as 2026-03-02' },
  });

/** A name of the IANA time zone database. */
export const IsTimeZoneName = (): PropertyDecorator =>
  ValidateBy({
    name: 'isTimeZoneName',
    validator: {
      validate: isTimeZone,
      defaultMessage: () => '$property must be the IANA name of a time zone, such as Europe/London',
    },
  });

/** An RFC 3339 instant with its offset, of the years 1000 to 9999; reaches the code as a `Date`, to the millisecond. */
export function IsInstant(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => readInstant(value) ?? value),
    IsDate({ message: '$property must be an instant such as 2026-03-02T09:00:00Z, with its offset' }),
  );
}

interface DecimalBounds {
  /** Inclusive; or `above`, exclusive. */
  min?: string;
  above?: string;
  /** Inclusive. */
  max: string;
  /** How many decimals at most. */
  places: number;
}

/** A plain decimal number as text (`"2.5"`), so that no digit is lost on its way. */
export function IsDecimalText({ min, above, max, places }: DecimalBounds): PropertyDecorator {
  const bound = above === undefined ? `from ${min} to ${max}` : `above ${above} and at most ${max}`;
  return ValidateBy({
    name: 'isDecimalText',
    validator: {
      validate: (value: unknown): boolean => {
        if (typeof value !== 'string' || value.length > 40 || !/^-?(0|[1-9]\d*)(\.\d+)?$/.test(value))
          return false;
        const number = Rational.of(value);
        const isHighEnough = above === undefined ? number.gte(min ?? 0) : number.gt(above);
        return isHighEnough && number.lte(max) && decimalsOf(value) <= places;
      },
      defaultMessage: () =>
        `$property must be a decimal number as text, ${bound}, with at most ${places} decimals, such as "2.5"`,
    },
  });
}

/** How many decimals a plain decimal has; zeros at the end do not count. */
function decimalsOf(decimal: string): number {
  return plainDecimal(decimal).split('.')[1]?.length ?? 0;
}

function httpsAddress(value: unknown): string | undefined {
  const isAddress =
    typeof value === 'string' &&
    value.isWellFormed() &&
    isURL(value, {
      protocols: ['https'],
      require_protocol: true,
      disallow_auth: true,
      validate_length: false,
    });
  return isAddress ? (URL.parse(value)?.href ?? undefined) : undefined;
}

function readInstant(value: unknown): Date | undefined {
  if (typeof value !== 'string' || !RFC_3339.test(value)) return undefined;
  const instant = DateTime.fromISO(value, { zone: 'utc' });
  return instant.isValid && instant.year >= 1000 && instant.year <= 9999 ? instant.toJSDate() : undefined;
}
