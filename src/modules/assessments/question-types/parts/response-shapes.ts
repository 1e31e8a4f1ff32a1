import type { SchemaObject } from '@nestjs/swagger';
import type { FieldError } from '../../../../shared/errors/domain-error';
import type { Sentence } from '../../../../shared/sentences/sentence';
import { lengthOf } from '../../../../shared/text/text-rules';
import { sentences } from '../question-types.sentences';
import type { Remark } from './answer-remarks';
import { type ChoiceOption, MOST_OPTIONS } from './choice-option.dto';
import { foldedText } from './folded-text';
import type { FilesById } from './named-files';
import { readInUnits, type TypedUnits } from './units';

/** A JSON Schema as OpenAPI 3.1 takes it. */
export type ApiSchema = SchemaObject;

/**
 * What learners send in answer to questions of a type: a bare JSON value. Null, which takes an answer back, fits every
 * shape and reaches none of these functions.
 */
export interface ResponseShape<Response, Definition = unknown> {
  readonly schema: ApiSchema;

  /**
   * Learners type it: a text is kept whatever it says, and is then not readable, rather than refused. The schema allows
   * for any text up to `MOST_RESPONSE_BYTES`.
   */
  readonly isTyped?: true;

  /**
   * What learners typed in a part of a response that has several, and cannot be read. It is kept, like the rest, which is
   * graded. The value has no faults.
   */
  unreadOf?(value: Response, definition: Definition, field: string): FieldError[];

  /**
   * What is wrong with a value that came from outside and stands in `field` of the request; none means that it is a
   * response. Tells nothing about whether the response is right.
   */
  faultsOf(value: unknown, definition: Definition, field: string): FieldError[];

  /**
   * The ids of the files that a response names, each uploaded by the learner as an answer. The attempt holds them: who may read the answer
   * can read them, and they stay for as long as it does. The value has no faults. Left out where there are none.
   */
  filesOf?(value: Response): readonly string[];

  /** What is wrong with a response for the files that it names. Those that are missing in `files` are not the learner's own. */
  fileFaults?(value: Response, definition: Definition, files: FilesById, field: string): FieldError[];

  /** Whether there is nothing to mark in a value that is kept. Left out where every value is an answer. */
  isBlank?(value: unknown): boolean;

  /** What there is to tell the learner of a response, which is kept all the same. The value has no faults. */
  remarksOf?(value: Response, definition: Definition): Remark[];

  /** A response as safe HTML, where it is written in something else; undefined where it is shown as it stands. It has no faults. */
  htmlOf?(value: Response, definition: Definition): string | undefined;

  /**
   * True if two responses say the same: they differ in nothing that a person would call another answer, such as the
   * order of chosen options or the way a number is written.
   */
  isSame(one: Response, other: Response, definition: Definition): boolean;
}

/** How much a response may be, as JSON in UTF-8. */
export const MOST_RESPONSE_BYTES = 65_536;

type WithOptions = { options: readonly ChoiceOption[] };

export const oneOption: ResponseShape<string, WithOptions> = {
  schema: { type: 'string', description: 'The id of the chosen option.' },
  faultsOf(value, { options }, field) {
    if (Array.isArray(value)) return [fault(field, 'isString', sentences.onlyOneOption({ field }))];
    if (typeof value !== 'string') return [fault(field, 'isString', sentences.sendOneOption({ field }))];
    return hasOption(options, value) ? [] : [fault(field, 'isOption', sentences.isNoOption({ field }))];
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
  faultsOf(value, { options }, field) {
    const { length: count } = options;
    if (!Array.isArray(value)) return [fault(field, 'isArray', sentences.sendOptions({ field }))];
    if (value.length > count)
      return [fault(field, 'arrayMaxSize', sentences.tooManyChosen({ field, count }))];
    return value.flatMap((id: unknown, index) => {
      const item = `${field}[${index}]`;
      if (!hasOption(options, id)) return [fault(item, 'isOption', sentences.isNoOption({ field: item }))];
      if (value.indexOf(id) === index) return [];
      return [fault(item, 'unique', sentences.chosenTwice({ field: item }))];
    });
  },
  isSame: (one, other) => one.length === other.length && one.every((id) => other.includes(id)),
};

export const trueOrFalse: ResponseShape<boolean> = {
  schema: { type: 'boolean' },
  faultsOf: (value, _definition, field) =>
    typeof value === 'boolean' ? [] : [fault(field, 'isBoolean', sentences.sendBoolean({ field }))],
  isSame: (one, other) => one === other,
};

/** JSON numbers are taken by their shortest written form, texts as `readTypedNumber` reads them. */
export const typedNumber: ResponseShape<string | number, TypedUnits> = {
  schema: {
    oneOf: [
      { type: 'string', maxLength: MOST_RESPONSE_BYTES },
      { type: 'number', format: 'double' },
    ],
    description:
      'A number, best as text, as people type it: `3.5`, `3,5`, `−2½`, `6.02 × 10^23`, and `5 cm` where the question has units. A text that is no number, or could be two, is kept, with a remark, and earns nothing.',
  },
  isTyped: true,
  faultsOf(value, definition, field) {
    const isNumber = typeof value === 'string' || typeof value === 'number';
    const read = isNumber ? readInUnits(value, definition) : undefined;
    if (!read) return [fault(field, 'isDecimal', sentences.sendNumber({ field }))];
    if (read.text === undefined || definition.units) return [];
    return [fault(field, 'isDecimal', sentences.sendNumberAlone({ field }))];
  },
  isSame(one, other, definition) {
    const [first, second] = [readInUnits(one, definition), readInUnits(other, definition)];
    return (
      first !== undefined &&
      second !== undefined &&
      first.number.equals(second.number) &&
      first.text === second.text
    );
  },
};

/** In code points, the same for an accepted answer and for a learner's. */
export const LONGEST_SHORT_TEXT = 1000;

const EXACT = { caseSensitive: true };

export const shortText: ResponseShape<string> = {
  schema: {
    type: 'string',
    maxLength: MOST_RESPONSE_BYTES,
    description: `A text of more than ${LONGEST_SHORT_TEXT} characters is kept, with a remark, and earns nothing.`,
  },
  isTyped: true,
  faultsOf(value, _definition, field) {
    // Half a character cannot be stored as UTF-8; what learners send is mended before (`keptResponse`).
    if (typeof value !== 'string' || !value.isWellFormed())
      return [fault(field, 'isString', sentences.sendText({ field }))];
    if (lengthOf(value) <= LONGEST_SHORT_TEXT) return [];
    return [fault(field, 'maxLength', sentences.textTooLong({ field, most: LONGEST_SHORT_TEXT }))];
  },
  // Letter case counts even where the key ignores it, since people read what was answered.
  isSame: (one, other) => foldedText(one, EXACT) === foldedText(other, EXACT),
};

function hasOption(options: readonly ChoiceOption[], id: unknown): boolean {
  return options.some((option) => option.id === id);
}

function fault(field: string, rule: string, message: Sentence): FieldError {
  return { field, rule, message };
}
