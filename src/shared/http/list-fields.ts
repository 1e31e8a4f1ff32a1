import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsId } from './field-rules';

/** As many as fit on one page. */
export const MOST_IDS = 100;

/** How many at most, in a query: a whole number from 1. The class has the standard as the value of the field. */
export function IsLimit(
  description: string,
  { max, standard }: { max: number; standard: number },
): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ description, minimum: 1, maximum: max, default: standard }),
    IsOptional(),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
    ),
    IsInt(),
    Min(1),
    Max(max),
  );
}

/** `true` or `false` in a query, false by default. */
export function IsFlag(description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: Boolean, default: false, description }),
    IsOptional(),
    Transform(({ value }: { value: unknown }) =>
      value === 'true' ? true : value === 'false' ? false : value,
    ),
    IsBoolean(),
  );
}

/**
 * `ids=…,…` in a query: only those entries of a list. A list, each id once; unknown ids and those of what the caller may
 * not see find nothing. `of` names what the ids are of, in the plural.
 */
export function IsIds(of: string, description?: string): PropertyDecorator {
  const parameter = {
    type: [String],
    format: 'uuid',
    maxItems: MOST_IDS,
    style: 'form',
    explode: false,
    description:
      description ??
      `Only these ${of}, at most ${MOST_IDS} ids with commas between them. Ids of what is not there, or not for you to see, are passed over. With \`limit=${MOST_IDS}\` they all come on one page.`,
  };
  return applyDecorators(
    // The type describes fields of bodies; in a query, these are the parameter's.
    ApiPropertyOptional(parameter as object),
    IsOptional(),
    IsId({ each: true }),
    IsArray(),
    ArrayMaxSize(MOST_IDS),
    // The last decorator runs first: it makes a list of the text.
    Transform(({ value }: { value: unknown }) => listOf(value)),
  );
}

/** `sort=…` in a query: one of the orders. With `-` before a name, the other way round. */
export function IsSort(orders: readonly string[], standard: string, description?: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      enum: orders,
      default: standard,
      ...(description === undefined ? {} : { description }),
    }),
    IsOptional(),
    IsIn(orders),
  );
}

/** A parameter may be repeated, or hold several values with commas between them. */
function listOf(value: unknown): unknown {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  if (!texts.every((text) => typeof text === 'string')) return value;
  return [...new Set(texts.flatMap((text) => text.split(',')).map((id) => id.trim().toLowerCase()))];
}
