import type { FieldError } from '../../../shared/errors/domain-error';
import { readDecimal } from '../../../shared/decimals/read-decimal';
import { characterFault, isVisible, lengthOf } from '../../../shared/text/text-rules';

export const QUESTION_TYPES = [
  'single_choice',
  'multiple_choice',
  'true_false',
  'numeric',
  'short_text',
] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

export const MULTIPLE_CHOICE_SCORINGS = ['all_or_nothing', 'partial'] as const;
export const TOLERANCE_TYPES = ['absolute', 'relative'] as const;

/** One of the answers to choose from. The id is unique within the question; the text is plain. */
export interface ChoiceOption {
  id: string;
  text: string;
}

export interface SingleChoiceDefinition {
  type: 'single_choice';
  options: ChoiceOption[];
  /** The id of the right option. */
  key: string;
}

export interface MultipleChoiceDefinition {
  type: 'multiple_choice';
  options: ChoiceOption[];
  /** The ids of all right options, at least one. */
  key: string[];
  /** `partial`: (right options chosen − wrong options chosen) / number of right options, at least 0. */
  scoring: (typeof MULTIPLE_CHOICE_SCORINGS)[number];
}

export interface TrueFalseDefinition {
  type: 'true_false';
  key: boolean;
}

export interface NumericDefinition {
  type: 'numeric';
  /** A decimal number as text. */
  key: string;
  /** How far off a right answer may be, bounds included. `relative` is a share of the key: 0.01 is one percent. */
  tolerance: { type: (typeof TOLERANCE_TYPES)[number]; value: string };
}

export interface ShortTextDefinition {
  type: 'short_text';
  /** Every answer that counts as right. Compared as `normalizedText` says. */
  accepted: string[];
  caseSensitive: boolean;
}

/** What a question of each type consists of besides its prompt and points: the choices and the key. */
export type QuestionDefinition =
  | SingleChoiceDefinition
  | MultipleChoiceDefinition
  | TrueFalseDefinition
  | NumericDefinition
  | ShortTextDefinition;

/** What a learner may see of a definition before it is graded. */
export type PresentedDefinition =
  | Pick<SingleChoiceDefinition, 'type' | 'options'>
  | Pick<MultipleChoiceDefinition, 'type' | 'options' | 'scoring'>
  | Pick<TrueFalseDefinition, 'type'>
  | Pick<NumericDefinition, 'type'>
  | Pick<ShortTextDefinition, 'type' | 'caseSensitive'>;

const FEWEST_OPTIONS = 2;
const MOST_OPTIONS = 20;
const LONGEST_OPTION_TEXT = 2000;
const MOST_ACCEPTED_ANSWERS = 50;
/** More than these are not worth telling: the answer would be larger than the request. */
const MOST_UNKNOWN_FIELDS = 10;
/** In code points, the same for an accepted answer and for a learner's. */
export const LONGEST_SHORT_TEXT = 1000;

// Begins with a letter or digit, so names that JavaScript gives a meaning (`__proto__`) are no ids.
const OPTION_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

type Fields = Record<string, unknown>;

const RULES: Record<QuestionType, { fields: string[]; check: (fields: Fields) => FieldError[] }> = {
  single_choice: { fields: ['options', 'key'], check: singleChoiceFaults },
  multiple_choice: { fields: ['options', 'key', 'scoring'], check: multipleChoiceFaults },
  true_false: { fields: ['key'], check: trueFalseFaults },
  numeric: { fields: ['key', 'tolerance'], check: numericFaults },
  short_text: { fields: ['accepted', 'caseSensitive'], check: shortTextFaults },
};

/**
 * All faults of a definition that came from outside; none means that it is one for `questionDefinition`. The
 * fields are paths from `definition`. The value may repeat the type, but not contradict it.
 */
export function validateDefinition(type: string, value: unknown): FieldError[] {
  if (!isQuestionType(type))
    return [fault('type', 'isIn', `The type must be one of ${QUESTION_TYPES.join(', ')}.`)];
  if (!isFields(value)) return [fault('definition', 'isObject', 'The definition must be an object.')];
  const { fields, check } = RULES[type];
  return [
    ...typeFaults(type, value),
    ...unknownFieldFaults('definition', ['type', ...fields], value),
    ...check(value),
  ];
}

/** The definition that a value is. Only for values in which `validateDefinition` found no fault: throws for others. */
export function questionDefinition(type: string, value: unknown): QuestionDefinition {
  const [first] = validateDefinition(type, value);
  if (first) throw new TypeError(`Not a question definition: ${first.field} breaks the rule ${first.rule}`);
  return { ...(value as Fields), type } as QuestionDefinition;
}

/** The definition without what gives the answer away: no key, no accepted answers, no tolerance. */
export function presentedDefinition(definition: QuestionDefinition): PresentedDefinition {
  // Every shape is written out: a field that a type gains later stays hidden until someone shows it on purpose.
  switch (definition.type) {
    case 'single_choice':
      return { type: definition.type, options: presentedOptions(definition.options) };
    case 'multiple_choice':
      return {
        type: definition.type,
        options: presentedOptions(definition.options),
        scoring: definition.scoring,
      };
    case 'true_false':
    case 'numeric':
      return { type: definition.type };
    case 'short_text':
      return { type: definition.type, caseSensitive: definition.caseSensitive };
  }
}

export function isQuestionType(type: string): type is QuestionType {
  return (QUESTION_TYPES as readonly string[]).includes(type);
}

function presentedOptions(options: ChoiceOption[]): ChoiceOption[] {
  return options.map(({ id, text }) => ({ id, text }));
}

function typeFaults(type: QuestionType, value: Fields): FieldError[] {
  const repeated = own(value, 'type');
  if (repeated === undefined || repeated === type) return [];
  return [
    fault(
      'definition.type',
      'matchesType',
      `The definition's type must be ${type}, like the question's, or left out.`,
    ),
  ];
}

function singleChoiceFaults(fields: Fields): FieldError[] {
  const ids = optionIds(fields);
  const key = own(fields, 'key');
  const faults = optionFaults(fields);
  if (typeof key !== 'string') {
    faults.push(fault('definition.key', 'isString', 'The key must be the id of the right option.'));
  } else if (!ids.has(key)) {
    faults.push(
      fault('definition.key', 'isOption', `The key "${excerpt(key)}" is not the id of one of the options.`),
    );
  }
  return faults;
}

function multipleChoiceFaults(fields: Fields): FieldError[] {
  const faults = optionFaults(fields);
  const ids = optionIds(fields);
  const key = own(fields, 'key');
  if (!Array.isArray(key) || key.length === 0 || key.length > MOST_OPTIONS) {
    faults.push(
      fault(
        'definition.key',
        'isArray',
        'The key must be the list of the ids of all right options, at least one.',
      ),
    );
  } else {
    key.forEach((id: unknown, index) => {
      const field = `definition.key[${index}]`;
      if (typeof id !== 'string' || !ids.has(id)) {
        faults.push(
          fault(field, 'isOption', `The key "${excerpt(id)}" is not the id of one of the options.`),
        );
      } else if (key.indexOf(id) !== index) {
        faults.push(fault(field, 'unique', `The key names the option "${id}" twice.`));
      }
    });
  }
  return [...faults, ...choiceFaults('definition.scoring', own(fields, 'scoring'), MULTIPLE_CHOICE_SCORINGS)];
}

function trueFalseFaults(fields: Fields): FieldError[] {
  return booleanFaults('definition.key', own(fields, 'key'));
}

function numericFaults(fields: Fields): FieldError[] {
  const faults = decimalFaults('definition.key', own(fields, 'key'));
  const tolerance = own(fields, 'tolerance');
  if (!isFields(tolerance)) {
    const message =
      'The tolerance must be an object with type and value; for an exact answer, absolute and "0".';
    return [...faults, fault('definition.tolerance', 'isObject', message)];
  }
  const value = own(tolerance, 'value');
  const negative = typeof value === 'string' && readDecimal(value)?.lt(0);
  return [
    ...faults,
    ...unknownFieldFaults('definition.tolerance', ['type', 'value'], tolerance),
    ...choiceFaults('definition.tolerance.type', own(tolerance, 'type'), TOLERANCE_TYPES),
    ...decimalFaults('definition.tolerance.value', value),
    ...(negative ? [fault('definition.tolerance.value', 'min', 'The tolerance must not be negative.')] : []),
  ];
}

function shortTextFaults(fields: Fields): FieldError[] {
  const accepted = own(fields, 'accepted');
  const caseFaults = booleanFaults('definition.caseSensitive', own(fields, 'caseSensitive'));
  if (!Array.isArray(accepted) || accepted.length < 1 || accepted.length > MOST_ACCEPTED_ANSWERS) {
    const message = `There must be a list of 1 to ${MOST_ACCEPTED_ANSWERS} accepted answers.`;
    return [fault('definition.accepted', 'arraySize', message), ...caseFaults];
  }
  const texts = accepted.flatMap((text: unknown, index) =>
    textFaults(`definition.accepted[${index}]`, text, LONGEST_SHORT_TEXT),
  );
  return [...texts, ...caseFaults];
}

function optionFaults(fields: Fields): FieldError[] {
  const options = own(fields, 'options');
  if (!Array.isArray(options) || options.length < FEWEST_OPTIONS || options.length > MOST_OPTIONS) {
    const message = `There must be a list of ${FEWEST_OPTIONS} to ${MOST_OPTIONS} options.`;
    return [fault('definition.options', 'arraySize', message)];
  }
  const seen = new Set<string>();
  return options.flatMap((option: unknown, index) => {
    const path = `definition.options[${index}]`;
    if (!isFields(option)) return [fault(path, 'isObject', 'An option must be an object with id and text.')];
    const id = own(option, 'id');
    const faults = unknownFieldFaults(path, ['id', 'text'], option);
    if (typeof id !== 'string' || !OPTION_ID.test(id)) {
      const message =
        'An option id must be 1 to 64 letters, digits, - or _, and begin with a letter or digit.';
      faults.push(fault(`${path}.id`, 'matches', message));
    } else if (seen.has(id)) {
      faults.push(fault(`${path}.id`, 'unique', `Two options have the id "${id}".`));
    } else {
      seen.add(id);
    }
    return [...faults, ...textFaults(`${path}.text`, own(option, 'text'), LONGEST_OPTION_TEXT)];
  });
}

function optionIds(fields: Fields): Set<unknown> {
  const options = own(fields, 'options');
  return new Set(
    Array.isArray(options) ? options.map((option: unknown) => isFields(option) && own(option, 'id')) : [],
  );
}

function unknownFieldFaults(path: string, known: string[], value: Fields): FieldError[] {
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .slice(0, MOST_UNKNOWN_FIELDS)
    .map((name) =>
      fault(`${path}.${excerpt(name)}`, 'unknownField', `Unknown field; known here: ${known.join(', ')}.`),
    );
}

function textFaults(path: string, value: unknown, longest: number): FieldError[] {
  if (typeof value !== 'string') return [fault(path, 'isString', 'This must be text.')];
  if (lengthOf(value) > longest)
    return [fault(path, 'maxLength', `This must be at most ${longest} characters long.`)];
  const characters = characterFault(value, 'lines', path);
  if (characters !== undefined) return [{ field: path, rule: 'characters', message: characters }];
  if (!isVisible(value)) return [fault(path, 'isNotEmpty', 'This must not be empty or blank.')];
  return [];
}

function booleanFaults(path: string, value: unknown): FieldError[] {
  return typeof value === 'boolean' ? [] : [fault(path, 'isBoolean', 'This must be true or false.')];
}

function choiceFaults(path: string, value: unknown, choices: readonly string[]): FieldError[] {
  if (typeof value === 'string' && choices.includes(value)) return [];
  return [fault(path, 'isIn', `This must be one of ${choices.join(', ')}.`)];
}

function decimalFaults(path: string, value: unknown): FieldError[] {
  // Text only: a JSON number may have lost digits on its way through the author's program.
  if (typeof value === 'string' && readDecimal(value)) return [];
  return [fault(path, 'isDecimal', 'This must be a decimal number as text, such as "3.5" or "6.02e23".')];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that the value itself has, not one that it inherits. */
function own(value: Fields, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A value from outside, short enough to be quoted in a message. */
function excerpt(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

function fault(field: string, rule: string, message: string): FieldError {
  return { field, rule, message };
}
