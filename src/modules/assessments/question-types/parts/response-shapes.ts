import type { SchemaObject } from '@nestjs/swagger';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { readDecimal } from '../../../../shared/decimals/read-decimal';
import { lengthOf } from '../../../../shared/text/text-rules';
import { type ChoiceOption, MOST_OPTIONS } from './choice-option.dto';
import { fault } from './faults';
import { normalizedText } from './normalized-text';

/** A JSON Schema as OpenAPI 3.1 takes it. */
export type ApiSchema = SchemaObject;

/**
 * What learners send in answer to questions of a type: a bare JSON value. Null, which takes an answer back, fits every
 * shape and reaches none of these functions.
 */
export interface ResponseShape<Response, Definition = unknown> {
  readonly schema: ApiSchema;

  /**
   * What is wrong with a value that came from outside; none means that it is a response. `field` is a path from
   * `response`. Tells nothing about whether the response is right.
   */
  faultsOf(value: unknown, definition: Definition): FieldError[];

  /**
   * True if two responses say the same: they differ in nothing that a person would call another answer, such as the
   * order of chosen options or the way a number is written.
   */
  isSame(one: Response, other: Response): boolean;
}

type WithOptions = { options: readonly ChoiceOption[] };

export const oneOption: ResponseShape<string, WithOptions> = {
  schema: { type: 'string', description: 'The id of the chosen option.' },
  faultsOf(value, { options }) {
    if (Array.isArray(value))
      return [fault('response', 'isString', 'Only one option can be chosen: send its id, not a list.')];
    if (typeof value !== 'string')
      return [fault('response', 'isString', 'Send the id of the chosen option.')];
    return hasOption(options, value) ? [] : [unknownOption('response')];
  },
  isSame: (one, other) => one === other,
};

export const anyOptions: ResponseShape<string[], WithOptions> = {
  schema: {
    type: 'array',
    items: { type: 'string' },
    maxItems: MOST_OPTIONS,
    uniqueItems: true,
    description: 'The ids of the chosen options, in any order.',
  },
  faultsOf(value, { options }) {
    if (!Array.isArray(value))
      return [fault('response', 'isArray', 'Send the list of the ids of the chosen options.')];
    if (value.length > options.length)
      return [fault('response', 'arrayMaxSize', `There are only ${options.length} options to choose from.`)];
    return value.flatMap((id: unknown, index) => {
      const field = `response[${index}]`;
      if (!hasOption(options, id)) return [unknownOption(field)];
      return value.indexOf(id) === index
        ? []
        : [fault(field, 'unique', 'This option has been chosen already.')];
    });
  },
  isSame: (one, other) => one.length === other.length && one.every((id) => other.includes(id)),
};

export const trueOrFalse: ResponseShape<boolean> = {
  schema: { type: 'boolean' },
  faultsOf: (value) =>
    typeof value === 'boolean' ? [] : [fault('response', 'isBoolean', 'Answer with true or false.')],
  isSame: (one, other) => one === other,
};

/** JSON numbers are taken by their shortest written form. */
export const decimalNumber: ResponseShape<string | number> = {
  schema: {
    oneOf: [{ type: 'string', maxLength: 64 }, { type: 'number' }],
    description: 'A decimal number, best as text: "3.5" or "6.02e23".',
  },
  faultsOf(value) {
    if (readDecimal(value)) return [];
    const message =
      'Send a decimal number, such as "3.5" or "6.02e23", of at most 64 characters and a size from 1e-100 to 1e100.';
    return [fault('response', 'isDecimal', message)];
  },
  isSame(one, other) {
    const number = readDecimal(other);
    return number !== undefined && readDecimal(one)?.equals(number) === true;
  },
};

/** In code points, the same for an accepted answer and for a learner's. */
export const LONGEST_SHORT_TEXT = 1000;

export const shortText: ResponseShape<string> = {
  schema: { type: 'string', maxLength: LONGEST_SHORT_TEXT },
  faultsOf(value) {
    // Half a character cannot be stored as UTF-8; what learners send is mended before (`keptResponse`).
    if (typeof value !== 'string' || !value.isWellFormed())
      return [fault('response', 'isString', 'Answer with text.')];
    if (lengthOf(value) <= LONGEST_SHORT_TEXT) return [];
    const message = `The answer must be at most ${LONGEST_SHORT_TEXT} characters long.`;
    return [fault('response', 'maxLength', message)];
  },
  // Letter case counts even where the key ignores it, since people read what was answered.
  isSame: (one, other) => normalizedText(one, true) === normalizedText(other, true),
};

function hasOption(options: readonly ChoiceOption[], id: unknown): boolean {
  return options.some((option) => option.id === id);
}

function unknownOption(field: string): FieldError {
  return fault(field, 'isOption', 'This is not the id of one of the options.');
}
