import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsDate, ValidateBy, ValidateIf } from 'class-validator';
import { DateTime } from 'luxon';
import { ExactDecimal } from '../decimals/exact-decimal';
import { isDay, isTimeZone } from '../time/zoned-time';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

/** The field may be left out, but not be null: for changes of what cannot be empty. */
export const MayBeLeftOut = (): PropertyDecorator => ValidateIf((_object, value) => value !== undefined);

/** Space around the text is not part of it; with `@MinLength(1)`, a text of nothing but space is refused. */
export const Trimmed = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));

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
        const number = new ExactDecimal(value);
        const isHighEnough = above === undefined ? number.gte(min ?? 0) : number.gt(above);
        return isHighEnough && number.lte(max) && number.decimalPlaces() <= places;
      },
      defaultMessage: () =>
        `$property must be a decimal number as text, ${bound}, with at most ${places} decimals, such as "2.5"`,
    },
  });
}

function readInstant(value: unknown): Date | undefined {
  if (typeof value !== 'string' || !RFC_3339.test(value)) return undefined;
  const instant = DateTime.fromISO(value, { zone: 'utc' });
  return instant.isValid && instant.year >= 1000 && instant.year <= 9999 ? instant.toJSDate() : undefined;
}
