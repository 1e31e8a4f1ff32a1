import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import { readDecimal } from '../../../../shared/decimals/read-decimal';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { fieldRule, type FieldSentence, says } from '../../../../shared/http/field-sentences';
import { sentences } from '../question-types.sentences';

/** A class of which definitions, or what learners see of them, are instances. Its decorators describe the fields. */
export type FieldsOf<T> = new () => T;

/**
 * The type of the question. It is always there in an answer and, by the contract, in a request that does not name it beside
 * the definition; where a request leaves it out nevertheless, the definition is taken as one of the question's type.
 */
export const ItsType = (name: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ enum: [name], description: 'The type of the question.' }),
    MayBeLeftOut(),
    fieldRule(
      'matchesType',
      (value) => value === name,
      (field) => sentences.matchesType({ field, type: name }),
    ),
  );

interface ListBounds {
  /** Inclusive. */
  min: number;
  /** Inclusive. */
  max: number;
  /** What is said of a list of another length, and of what is no list. */
  says?: FieldSentence;
}

/**
 * A list of texts, or of objects of a class. The items of a list of texts are for the type's `definitionFaults` to
 * judge, which can name the place of each.
 */
export function ListOf(item: StringConstructor | FieldsOf<object>, bounds: ListBounds): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: [item], minItems: bounds.min, maxItems: bounds.max }),
    ListSize(bounds),
    ...(item === String ? [] : [Type(() => item), ValidateNested({ each: true })]),
  );
}

/** A list of objects, each of the class that its field `type` names. `schema` is the union of the classes. */
export const ListOfTypes = (
  classes: Readonly<Record<string, FieldsOf<object>>>,
  schema: { $ref: string },
  bounds: ListBounds,
): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'array', items: schema, minItems: bounds.min, maxItems: bounds.max }),
    ListSize(bounds),
    Type(() => Object, {
      keepDiscriminatorProperty: true,
      discriminator: {
        property: 'type',
        subTypes: Object.entries(classes).map(([name, value]) => ({ name, value })),
      },
    }),
    ValidateNested({ each: true }),
  );

function ListSize({ min, max, says: said }: ListBounds): PropertyDecorator {
  const isList = (value: unknown): boolean =>
    Array.isArray(value) && value.length >= min && value.length <= max;
  return applyDecorators(
    // One item too many is enough to be refused for; the others need not be looked at.
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.slice(0, max + 1) : value)),
    fieldRule('arraySize', isList, said ?? ((field) => sentences.listSize({ field, least: min, most: max }))),
  );
}

/** An object of a class. */
export const ObjectOf = (type: FieldsOf<object>, sentence: FieldSentence): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type }),
    Type(() => type),
    IsObject(says(sentence)),
    ValidateNested(),
  );

/** The language of the answers. `decides` says what depends on it. */
export const ItsLanguage = (decides: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      example: 'en',
      maxLength: 35,
      description: `The language of the answers, a BCP 47 tag. It decides ${decides}.`,
    }),
    MayBeLeftOut(),
    fieldRule('isLanguage', isLanguageTag, (field) => sentences.languageTag({ field })),
  );

function isLanguageTag(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 35) return false;
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}

/** A number as `readDecimal` takes it, kept as written; points are of `format: decimal`, which has one form. */
export const NUMBER_AS_TEXT = { type: 'string', format: 'written-number' } as const;

/**
 * A decimal number as text, kept as it was written: a JSON number may have lost digits on its way through the author's
 * program.
 */
export const DecimalText = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty(NUMBER_AS_TEXT),
    fieldRule(
      'isDecimal',
      (value) => typeof value === 'string' && readDecimal(value) !== undefined,
      (field) => sentences.decimalText({ field }),
    ),
  );
