import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { readShare } from '../../../../shared/decimals/share-text';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { fieldRule } from '../../../../shared/http/field-sentences';
import { isJsonObject } from '../../../../shared/http/request-shape';
import { sentences } from '../question-types.sentences';
import type { ChoiceOption } from './choice-option.dto';

const SHARE: { type: 'string'; format: 'share' } = { type: 'string', format: 'share' };

/** A part of the points as text: `0.5`, or `1/3`, of which no decimal says as much. */
export const ShareText = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...SHARE, example: '1/3', description }),
    fieldRule(
      'isShare',
      (value) => isBetween(0, value),
      (field) => sentences.shareText({ field }),
    ),
  );

/** What options earn, by their ids: an object of shares, none below `least` or above 1. */
export const SharesByOption = (least: 0 | -1, description: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'object', additionalProperties: SHARE, description }),
    fieldRule('isShares', isJsonObject, (field) => sentences.sharesNeeded({ field, least })),
  );

/** What is wrong with shares that stand in `at`. */
export function sharesFaults(
  at: string,
  shares: Readonly<Record<string, unknown>>,
  least: 0 | -1,
  options: readonly ChoiceOption[],
): FieldError[] {
  return Object.entries(shares).flatMap(([id, share]): FieldError[] => {
    const field = `${at}.${id.slice(0, 64)}`;
    if (!options.some((option) => option.id === id))
      return [{ field, rule: 'isOption', message: sentences.isNoOption({ field }) }];
    if (isBetween(least, share)) return [];
    return [{ field, rule: 'isShare', message: sentences.optionShare({ field, least }) }];
  });
}

function isBetween(least: 0 | -1, value: unknown): boolean {
  const share = readShare(value);
  return share !== undefined && share.gte(least) && share.lte(1);
}
