import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { readDecimal } from '../../../../shared/decimals/read-decimal';
import { Rational } from '../../../../shared/decimals/rational';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { fieldRule } from '../../../../shared/http/field-sentences';
import { isJsonObject } from '../../../../shared/http/request-shape';
import { sentences } from '../question-types.sentences';
import type { ChoiceOption } from './choice-option.dto';

const FRACTION = /^\s*([+-]?)(\d{1,9})\s*\/\s*(\d{1,9})\s*$/;
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

/** Undefined for what is no share. */
export function readShare(text: unknown): Rational | undefined {
  if (typeof text !== 'string') return undefined;
  const found = FRACTION.exec(text);
  if (!found) return readDecimal(text);
  const [, sign, upper = '', lower = ''] = found;
  if (BigInt(lower) === 0n) return undefined;
  return Rational.fraction(BigInt(`${sign === '-' ? '-' : ''}${upper}`), BigInt(lower));
}

/** Of a share that has been checked. */
export function shareOf(text: string | undefined): Rational {
  return readShare(text) ?? Rational.ZERO;
}

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

/** A share as exact text that `readShare` reads; of what no short fraction says, 18 decimals. */
export function shareText(share: Rational): string {
  const { numerator, denominator } = share;
  if (denominator === 1n) return String(numerator);
  const fraction = `${numerator}/${denominator}`;
  return FRACTION.test(fraction) ? fraction : share.toDecimal(18);
}

function isBetween(least: 0 | -1, value: unknown): boolean {
  const share = readShare(value);
  return share !== undefined && share.gte(least) && share.lte(1);
}
