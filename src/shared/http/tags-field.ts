import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { MayBeLeftOut } from './field-rules';
import { fieldRule } from './field-sentences';
import { characterFault, lengthOf } from '../text/text-rules';
import { isTag, LONGEST_TAG, MOST_TAGS } from '../text/tags';
import { sentences } from './http.sentences';

/** A list of tags that may be left out. */
export function Tags(description: string, example: string[]): PropertyDecorator {
  const items = { type: 'string', minLength: 1, maxLength: LONGEST_TAG };
  return applyDecorators(
    ApiPropertyOptional({ type: 'array', items, maxItems: MOST_TAGS, example, description }),
    MayBeLeftOut(),
    // The last decorator runs first.
    fieldRule(
      'isTags',
      (value) => Array.isArray(value) && value.length <= MOST_TAGS && value.every(isTagText),
      (field) => sentences.tags({ field, most: MOST_TAGS, longest: LONGEST_TAG }),
    ),
    Transform(({ value }: { value: unknown }) =>
      Array.isArray(value) ? value.slice(0, MOST_TAGS + 1).map(trimmed) : value,
    ),
  );
}

export function isTagText(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    characterFault(value, 'line', '') === undefined &&
    lengthOf(value) <= LONGEST_TAG &&
    isTag(value)
  );
}

function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}
