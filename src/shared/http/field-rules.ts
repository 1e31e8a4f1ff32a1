import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsDate, isURL, ValidateIf, type ValidationOptions } from 'class-validator';
import { DateTime } from 'luxon';
import { isId } from '../database/ids';
import { PLAIN_DECIMAL, plainDecimal } from '../decimals/plain-decimal';
import { Rational } from '../decimals/rational';
import { canonicalTimeZone, isDay, isTimeZone } from '../time/zoned-time';
import { characterFault, isVisible, lengthOf, type TextKind } from '../text/text-rules';
import { DECIMAL_BOUNDS, type DecimalBounds } from './description/decimals';
import { fieldRule, type FieldSentence, says } from './field-sentences';
import { sentences } from './http.sentences';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

/** The field may be left out, but not be null: for changes of what cannot be empty. */
export const MayBeLeftOut = (): PropertyDecorator => ValidateIf((_object, value) => value !== undefined);

interface TextBounds {
  /** In code points; 1 for a `line` and a `secret` and 0 for `lines` by default. */
  min?: number;
  /** In code points. */
  max: number;
  /** Whether white space around the text is dropped before all else; only for a `line` by default. */
  trim?: boolean;
}

/**
 * A text: its kind says which characters it may hold (`text-rules.ts`), its bounds how many. Every text that a request
 * may hold is declared so, because class-validator counts differently from the store. A text that must not be empty
 * must also be visible: one of nothing but joiners and blanks is refused.
 */
export function Text(
  kind: TextKind,
  { min = kind === 'lines' ? 0 : 1, max, trim = kind === 'line' }: TextBounds,
): PropertyDecorator {
  const isShown = kind !== 'secret' && (min > 0 || kind === 'line');
  return applyDecorators(
    ApiProperty({ ...(min > 0 ? { minLength: min } : {}), maxLength: max }),
    ...(trim
      ? [Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))]
      : []),
    fieldRule(
      'isString',
      (value) => typeof value === 'string',
      (field) => sentences.mustBeText({ field }),
    ),
    textRule(
      'minLength',
      (text) => lengthOf(text) >= min,
      (field) => sentences.atLeastCharacters({ field, least: min }),
    ),
    textRule(
      'maxLength',
      (text) => lengthOf(text) <= max,
      (field) => sentences.atMostCharacters({ field, most: max }),
    ),
    textRule(
      'characters',
      (text) => characterFault(text, kind, '') === undefined,
      (field, text) => characterFault(text as string, kind, field) ?? sentences.mustBeText({ field }),
    ),
    textRule(
      'isVisible',
      (text) => !isShown || text === '' || isVisible(text),
      (field) => sentences.visible({ field }),
    ),
  );
}

/** A rule of texts. Another rule reports values that are not texts. */
function textRule(
  name: string,
  isValid: (text: string) => boolean,
  sentence: FieldSentence,
): PropertyDecorator {
  return fieldRule(name, (value) => typeof value !== 'string' || isValid(value), sentence);
}

/** An id of something, in the lower case in which ids are stored and compared. With `each`, a list of them. */
export function IsId({ each = false }: Pick<ValidationOptions, 'each'> = {}): PropertyDecorator {
  const lowered = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      each && Array.isArray(value) ? value.map(lowered) : lowered(value),
    ),
    fieldRule('isUuid', isId, (field) => (each ? sentences.uuids({ field }) : sentences.uuid({ field })), {
      each,
    }),
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
    fieldRule(
      'isUrl',
      (value) => httpsAddress(value) !== undefined,
      (field) => sentences.httpsAddress({ field }),
    ),
    textRule(
      'maxLength',
      (text) => text.length <= max,
      (field) => sentences.atMostEscapedCharacters({ field, most: max }),
    ),
  );
}

/** A day that the calendar has, `YYYY-MM-DD`. */
export const IsCalendarDay = (): PropertyDecorator =>
  fieldRule('isCalendarDay', isDay, (field) => sentences.day({ field }));

/** A name of the IANA time zone database, which reaches the code in the spelling of `canonicalTimeZone`. */
export function IsTimeZoneName(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => canonicalTimeZone(value) ?? value),
    fieldRule('isTimeZoneName', isTimeZone, (field) => sentences.timeZone({ field })),
  );
}

/** An RFC 3339 instant with its offset, of the years 1000 to 9999; reaches the code as a `Date`, to the millisecond. */
export function IsInstant(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => readInstant(value) ?? value),
    IsDate(says((field) => sentences.instant({ field }))),
  );
}

/**
 * An instant as `IsInstant` has it, or a local time without an offset, `2030-03-04T14:00` or with seconds, of the time zone that belongs to what
 * is changed: that reaches the code as text.
 */
export function IsInstantOrLocalTime(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => readInstant(value) ?? value),
    fieldRule(
      'isInstantOrLocalTime',
      (value) => value instanceof Date || isLocalTime(value),
      (field) => sentences.instantOrLocalTime({ field }),
    ),
  );
}

/** A plain decimal number as text (`"2.5"`), so that no digit is lost on its way. */
export function IsDecimalText({ min, above, max, places }: DecimalBounds): PropertyDecorator {
  const isValid = (value: unknown): boolean => {
    if (typeof value !== 'string' || value.length > 40 || !PLAIN_DECIMAL.test(value)) return false;
    const number = Rational.of(value);
    const isHighEnough = above === undefined ? number.gte(min ?? 0) : number.gt(above);
    return isHighEnough && number.lte(max) && decimalsOf(value) <= places;
  };
  return applyDecorators(
    ApiProperty({ format: 'decimal', ...{ [DECIMAL_BOUNDS]: { min, above, max, places } } }),
    fieldRule('isDecimalText', isValid, (field) =>
      above === undefined
        ? sentences.decimalFrom({ field, least: min ?? '0', most: max, places })
        : sentences.decimalAbove({ field, least: above, most: max, places }),
    ),
  );
}

/** How many decimals a plain decimal has; zeros at the end do not count. */
function decimalsOf(decimal: string): number {
  return plainDecimal(decimal).split('.')[1]?.length ?? 0;
}

function isLocalTime(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /^[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/.test(value) &&
    DateTime.fromISO(value, { zone: 'utc' }).isValid
  );
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
