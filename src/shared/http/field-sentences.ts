import { ValidateBy, type ValidationOptions } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata';
import type { Sentence } from '../sentences/sentence';
import { sentences } from './http.sentences';

/** What is wrong with a field, for the person who sent it. `field` is its path, such as `definition.options[1].text`. */
export type FieldSentence = (field: string, value: unknown) => Sentence;

/** The option of a class-validator rule that gives it a sentence: `@Matches(/…/, says((field) => sentences.x({ field })))`. */
export function says(sentence: FieldSentence): ValidationOptions {
  // The library leaves out the context of a rule without a message.
  return { message: 'see context', context: { sentence } };
}

/** A rule of our own. With `each`, for every item of a list. */
export function fieldRule(
  name: string,
  isValid: (value: unknown) => boolean,
  sentence: FieldSentence,
  { each = false } = {},
): PropertyDecorator {
  return ValidateBy({ name, validator: { validate: isValid } }, { ...says(sentence), each });
}

/** Sentences for the library's own rules, by name; its messages are in English only. */
const BUILT_IN: Record<string, (constraints: unknown[]) => FieldSentence> = {
  arrayMaxSize:
    ([most]) =>
    (field) =>
      sentences.atMostItems({ field, most: Number(most) }),
  arrayUnique: () => (field) => sentences.itemsUnique({ field }),
  isArray: () => (field) => sentences.mustBeList({ field }),
  isBoolean: () => (field) => sentences.mustBeBoolean({ field }),
  isDefined: () => (field) => sentences.required({ field }),
  isIn:
    ([values]) =>
    (field) =>
      sentences.mustBeOneOf({ field, values: (values as readonly unknown[]).join(', ') }),
  isInt: () => (field) => sentences.mustBeInteger({ field }),
  isObject: () => (field) => sentences.mustBeObject({ field }),
  isString: () => (field) => sentences.mustBeText({ field }),
  max:
    ([most]) =>
    (field) =>
      sentences.atMost({ field, most: Number(most) }),
  min:
    ([least]) =>
    (field) =>
      sentences.atLeast({ field, least: Number(least) }),
  nestedValidation: () => (field) => sentences.mustBeObject({ field }),
};

/** What class-validator keeps beside the rules that a value can break. */
const NO_RULES: ReadonlySet<string> = new Set(['conditionalValidation', 'whitelistValidation']);

/**
 * Gives a rule of the library its sentence, unless it was declared with one.
 *
 * @throws Error for any other rule without a sentence.
 */
export function giveSentence(rule: ValidationMetadata): void {
  const { name, type, context, constraints, propertyName } = rule as Omit<ValidationMetadata, 'context'> & {
    context?: unknown;
    name?: string;
  };
  if (context !== undefined || NO_RULES.has(type)) return;
  const sentence = BUILT_IN[name ?? type];
  if (!sentence)
    throw new Error(`The rule ${name ?? type} of ${propertyName} has no sentence: declare it with says()`);
  rule.context = { sentence: sentence(constraints as unknown[]) };
}
