import type { FieldError } from '../../../shared/errors/domain-error';
import { Rational } from '../../../shared/decimals/rational';
import { readDecimal } from '../../../shared/decimals/read-decimal';
import { lengthOf } from '../../../shared/text/text-rules';
import { normalizedText } from './normalized-text';
import {
  LONGEST_SHORT_TEXT,
  type ChoiceOption,
  type MultipleChoiceDefinition,
  type NumericDefinition,
  type QuestionDefinition,
  type ShortTextDefinition,
} from './question-definition';

/**
 * Why a response got its points. `invalid_response` is for stored responses that do not fit the question; the
 * API refuses such responses before they are stored.
 */
export type GradeExplanation =
  'correct' | 'partially_correct' | 'incorrect' | 'unanswered' | 'invalid_response';

export interface ResponseGrade {
  /** From 0 to the question's points, rounded half-up to 4 decimals. */
  pointsAwarded: string;
  /** True only for full marks. */
  correct: boolean;
  explanation: GradeExplanation;
}

const POINT_DECIMALS = 4;

/**
 * Grades one response, exactly. Responses are bare JSON values: an option id (single_choice), a list of
 * option ids (multiple_choice), a boolean (true_false), a number or a decimal number as text (numeric), text
 * (short_text), or null for no answer, which earns nothing.
 *
 * @param points what a right answer earns: a decimal number, at least 0; RangeError otherwise.
 */
export function gradeResponse(
  definition: QuestionDefinition,
  response: unknown,
  points: string,
): ResponseGrade {
  const available = readDecimal(points);
  if (!available || available.lt(0)) throw new RangeError(`Not a number of points: ${points}.`);
  if (response === null || response === undefined) return grade(available, 'unanswered');
  if (validateResponse(definition, response).length > 0) return grade(available, 'invalid_response');

  if (definition.type === 'multiple_choice') {
    return multipleChoiceGrade(definition, response as string[], available);
  }
  return grade(available, isCorrect(definition, response) ? 'correct' : 'incorrect');
}

/**
 * What is wrong with a response that a learner sends: the shape, unknown or repeated option ids, a number that is
 * no finite decimal, text over 1000 characters. Null, which takes an answer back, is always fine. Tells
 * nothing about whether the response is right.
 */
export function validateResponse(definition: QuestionDefinition, response: unknown): FieldError[] {
  if (response === null || response === undefined) return [];
  switch (definition.type) {
    case 'single_choice':
      return singleChoiceFaults(definition.options, response);
    case 'multiple_choice':
      return multipleChoiceFaults(definition.options, response);
    case 'true_false':
      return typeof response === 'boolean'
        ? []
        : [fault('response', 'isBoolean', 'Answer with true or false.')];
    case 'numeric':
      return numericFaults(response);
    case 'short_text':
      return shortTextFaults(response);
  }
}

function isCorrect(
  definition: Exclude<QuestionDefinition, MultipleChoiceDefinition>,
  response: unknown,
): boolean {
  switch (definition.type) {
    case 'single_choice':
    case 'true_false':
      return response === definition.key;
    case 'numeric':
      return isCloseEnough(definition, response);
    case 'short_text':
      return isAccepted(definition, response as string);
  }
}

function multipleChoiceGrade(
  { key, scoring }: MultipleChoiceDefinition,
  chosen: string[],
  available: Rational,
): ResponseGrade {
  const right = chosen.filter((id) => key.includes(id)).length;
  const wrong = chosen.length - right;
  if (right === key.length && wrong === 0) return grade(available, 'correct');
  const net = Math.max(0, right - wrong);
  if (scoring === 'all_or_nothing' || net === 0) return grade(available, 'incorrect');
  return {
    ...grade(available, 'partially_correct'),
    pointsAwarded: available.times(net).over(key.length).toDecimal(POINT_DECIMALS),
  };
}

function isCloseEnough({ key, tolerance }: NumericDefinition, response: unknown): boolean {
  const given = readDecimal(response);
  const expected = Rational.of(key.trim());
  const value = Rational.of(tolerance.value.trim());
  const allowed = tolerance.type === 'relative' ? expected.abs().times(value) : value;
  return given !== undefined && given.minus(expected).abs().lte(allowed);
}

function isAccepted({ accepted, caseSensitive }: ShortTextDefinition, response: string): boolean {
  const given = normalizedText(response, caseSensitive);
  return accepted.some((text) => normalizedText(text, caseSensitive) === given);
}

function singleChoiceFaults(options: ChoiceOption[], response: unknown): FieldError[] {
  if (Array.isArray(response)) {
    return [fault('response', 'isString', 'Only one option can be chosen: send its id, not a list.')];
  }
  if (typeof response !== 'string')
    return [fault('response', 'isString', 'Send the id of the chosen option.')];
  return isOption(options, response) ? [] : [unknownOption('response')];
}

function multipleChoiceFaults(options: ChoiceOption[], response: unknown): FieldError[] {
  if (!Array.isArray(response))
    return [fault('response', 'isArray', 'Send the list of the ids of the chosen options.')];
  if (response.length > options.length) {
    return [fault('response', 'arrayMaxSize', `There are only ${options.length} options to choose from.`)];
  }
  return response.flatMap((id: unknown, index) => {
    const field = `response[${index}]`;
    if (!isOption(options, id)) return [unknownOption(field)];
    return response.indexOf(id) === index
      ? []
      : [fault(field, 'unique', 'This option has been chosen already.')];
  });
}

function numericFaults(response: unknown): FieldError[] {
  if (readDecimal(response)) return [];
  const message =
    'Send a decimal number, such as "3.5" or "6.02e23", of at most 64 characters and a size from 1e-100 to 1e100.';
  return [fault('response', 'isDecimal', message)];
}

function shortTextFaults(response: unknown): FieldError[] {
  // Half a character cannot be stored as UTF-8; what learners send is mended before (`keptResponse`).
  if (typeof response !== 'string' || !response.isWellFormed())
    return [fault('response', 'isString', 'Answer with text.')];
  if (lengthOf(response) <= LONGEST_SHORT_TEXT) return [];
  return [
    fault('response', 'maxLength', `The answer must be at most ${LONGEST_SHORT_TEXT} characters long.`),
  ];
}

function isOption(options: ChoiceOption[], id: unknown): boolean {
  return options.some((option) => option.id === id);
}

function unknownOption(field: string): FieldError {
  return fault(field, 'isOption', 'This is not the id of one of the options.');
}

/** Full marks for a correct response, none for any other. */
function grade(available: Rational, explanation: GradeExplanation): ResponseGrade {
  const correct = explanation === 'correct';
  return { pointsAwarded: correct ? available.toDecimal(POINT_DECIMALS) : '0', correct, explanation };
}

function fault(field: string, rule: string, message: string): FieldError {
  return { field, rule, message };
}
