import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { Text } from '../../../../shared/http/field-rules';
import { says } from '../../../../shared/http/field-sentences';
import { sentences } from '../question-types.sentences';
import { ListOf } from './definition-rules';
import { textAsSeen } from './folded-text';

const FEWEST_OPTIONS = 2;
export const MOST_OPTIONS = 20;

/** Begins with a letter or digit, so names that JavaScript gives a meaning (`__proto__`) are no ids. */
export const OPTION_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** One of the answers to choose from. */
export class ChoiceOption {
  @ApiProperty({ pattern: OPTION_ID.source, example: 'median', description: 'Unique within the question.' })
  @Matches(OPTION_ID, says((field) => sentences.optionId({ field })))
  id: string;

  @ApiProperty({ example: 'The median', description: 'Plain text.' })
  @Text('lines', { min: 1, max: 2000 })
  text: string;
}

/** The options of a choice. */
export const Options = (): PropertyDecorator =>
  ListOf(ChoiceOption, { min: FEWEST_OPTIONS, max: MOST_OPTIONS });

/** Each option without whatever else it may hold. */
export function shownOptions(options: readonly ChoiceOption[]): ChoiceOption[] {
  return options.map(({ id, text }) => ({ id, text }));
}

/** The texts of those that are named, in the order of the options. */
export function textsOf(options: readonly ChoiceOption[], ids: readonly string[]): string {
  return options
    .filter(({ id }) => ids.includes(id))
    .map(({ text }) => text)
    .join('; ');
}

/** Two options must not have the same id, and not the same text. `at` is where they stand. */
export function optionFaults(options: readonly ChoiceOption[], at: string): FieldError[] {
  return [...idFaults(options, at), ...textFaults(options, at)];
}

/** As `optionFaults`, where options may have the same text. */
export function idFaults(options: readonly ChoiceOption[], at: string): FieldError[] {
  const seen = new Set<string>();
  return options.flatMap(({ id }, index) => {
    const field = `${at}[${index}].id`;
    if (seen.has(id)) return [{ field, rule: 'unique', message: sentences.optionIdTwice({ field, id }) }];
    seen.add(id);
    return [];
  });
}

function textFaults(options: readonly ChoiceOption[], at: string): FieldError[] {
  const seen = new Set<string>();
  return options.flatMap(({ text }, index) => {
    const field = `${at}[${index}].text`;
    const folded = textAsSeen(text);
    if (seen.has(folded))
      return [{ field, rule: 'unique', message: sentences.optionTextTwice({ field, text: excerpt(text) }) }];
    seen.add(folded);
    return [];
  });
}

/** A key must be the id of an option. `field` is where it stands. */
export function keyFaults(field: string, key: unknown, options: readonly ChoiceOption[]): FieldError[] {
  if (options.some(({ id }) => id === key)) return [];
  return [{ field, rule: 'isOption', message: sentences.keyIsNoOption({ field, key: excerpt(key) }) }];
}

/** A value from outside, short enough to be quoted in a sentence. */
function excerpt(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value);
  return text.length <= 40 ? text : `${text.slice(0, 39).toWellFormed()}…`;
}
