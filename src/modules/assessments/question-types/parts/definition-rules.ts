import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsObject, ValidateBy, ValidateNested } from 'class-validator';
import { readDecimal } from '../../../../shared/decimals/read-decimal';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';

/** A class of which definitions, or what learners see of them, are instances. Its decorators describe the fields. */
export type FieldsOf<T> = new () => T;

/** The type of the question, which its definition repeats where it is answered, and may repeat where it is sent. */
export const ItsType = (name: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      enum: [name],
      description: 'Always there in an answer. A request need not repeat the type of the question.',
    }),
    MayBeLeftOut(),
    rule(
      'matchesType',
      (value) => value === name,
      `The definition's type must be ${name}, like the question's, or left out.`,
    ),
  );

interface ListBounds {
  /** Inclusive. */
  min: number;
  /** Inclusive. */
  max: number;
  /** What is said of a list of another length, and of what is no list. */
  message: string;
}

/**
 * A list of texts, or of objects of a class. The items of a list of texts are for the type's `definitionFaults` to
 * judge, which can name the place of each.
 */
export function ListOf(item: StringConstructor | FieldsOf<object>, bounds: ListBounds): PropertyDecorator {
  const { min, max, message } = bounds;
  const isList = (value: unknown): boolean =>
    Array.isArray(value) && value.length >= min && value.length <= max;
  return applyDecorators(
    ApiProperty({ type: [item], minItems: min, maxItems: max }),
    // One item too many is enough to be refused for; the others need not be looked at.
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.slice(0, max + 1) : value)),
    rule('arraySize', isList, message),
    ...(item === String ? [] : [Type(() => item), ValidateNested({ each: true })]),
  );
}

/** An object of a class. */
export const ObjectOf = (type: FieldsOf<object>, message: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type }),
    Type(() => type),
    IsObject({ message }),
    ValidateNested(),
  );

/** A decimal number as text: a JSON number may have lost digits on its way through the author's program. */
export const DecimalText = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ format: 'decimal' }),
    rule(
      'isDecimal',
      (value) => typeof value === 'string' && readDecimal(value) !== undefined,
      'This must be a decimal number as text, such as "3.5" or "6.02e23".',
    ),
  );

export function rule(name: string, isValid: (value: unknown) => boolean, message: string): PropertyDecorator {
  return ValidateBy({ name, validator: { validate: isValid, defaultMessage: () => message } });
}
