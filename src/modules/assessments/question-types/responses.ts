import { isDeepStrictEqual } from 'node:util';
import { Rational } from '../../../shared/decimals/rational';
import { readDecimal } from '../../../shared/decimals/read-decimal';
import type { FieldError } from '../../../shared/errors/domain-error';
import type { Sentence } from '../../../shared/sentences/sentence';
import type { AnswerFeedback } from './parts/answer-feedback';
import type { FilesById } from './parts/named-files';
import { type QuestionDefinition, questionTypeOf } from './registry';

export interface ResponseGrade {
  /** The part of the question's points that was earned, from 0 to 1, exactly. */
  share: Rational;
  /** `share` of the points, exactly. */
  earned: Rational;
  /** True only for full marks; null where nothing is right or wrong. */
  correct: boolean | null;
}

/** Whether a person marks what is answered to the question. */
export function isMarkedByHand(definition: QuestionDefinition): boolean {
  return questionTypeOf(definition).grade === undefined;
}

/** Whether the program can say what an answer earns. */
export function isJudged(definition: QuestionDefinition): boolean {
  return !questionTypeOf(definition).isUnscored && !isMarkedByHand(definition);
}

/**
 * Whether a person has to mark a response before its attempt has a score. Where nothing was answered there is nothing to mark,
 * as Moodle has it ("gave up"), and where nothing can be earned no score waits for it. Whatever else was kept is for the person
 * to judge, even if it has not the shape of a response.
 */
export function needsMark(definition: QuestionDefinition, response: unknown, points: string): boolean {
  return isMarkedByHand(definition) && !isBlank(definition, response) && !Rational.of(points).isZero();
}

function isBlank(definition: QuestionDefinition, response: unknown): boolean {
  return isMissing(response) || questionTypeOf(definition).response.isBlank?.(response) === true;
}

/**
 * Grades one response. No answer (null) earns nothing, and neither does a stored response that does not fit the
 * question, but for a text that its key accepts
 * nevertheless; nor anything, as long as nobody has marked it, where a person does that.
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
  const share = shareOf(definition, response);
  const correct = questionTypeOf(definition).isUnscored ? null : share.equals(1);
  return { share, earned: available.times(share), correct };
}

function shareOf(definition: QuestionDefinition, response: unknown): Rational {
  if (isMissing(response)) return Rational.ZERO;
  const type = questionTypeOf(definition);
  if (responseFaultsOf(definition, response).length > 0)
    return type.acceptsUnread?.(definition, response) ? Rational.ONE : Rational.ZERO;
  return type.grade?.(definition, response) ?? Rational.ZERO;
}

/**
 * What is wrong with a response that a learner sends in `field` of a request. Null, which takes an answer back, is
 * always fine. Tells nothing about whether the response is right.
 */
export function responseFaultsOf(
  definition: QuestionDefinition,
  response: unknown,
  field = 'response',
): FieldError[] {
  if (isMissing(response)) return [];
  return questionTypeOf(definition).response.faultsOf(response, definition, field);
}

/** The ids of the files that a response names; none of one that is not there, or does not fit the question. */
export function filesOfResponse(definition: QuestionDefinition, response: unknown): readonly string[] {
  const shape = questionTypeOf(definition).response;
  if (!shape.filesOf || isMissing(response) || responseFaultsOf(definition, response).length > 0) return [];
  return shape.filesOf(response);
}

/** What is wrong with a response, which fits the question, for the files that it names: of all that it may name, `files` are there. */
export function responseFileFaults(
  definition: QuestionDefinition,
  response: unknown,
  files: FilesById,
  field = 'response',
): FieldError[] {
  if (isMissing(response)) return [];
  return questionTypeOf(definition).response.fileFaults?.(response, definition, files, field) ?? [];
}

/** A response as safe HTML; undefined where it is shown as it stands, or does not fit the question. */
export function htmlOf(definition: QuestionDefinition, response: unknown): string | undefined {
  const shape = questionTypeOf(definition).response;
  if (!shape.htmlOf || isMissing(response) || responseFaultsOf(definition, response).length > 0)
    return undefined;
  return shape.htmlOf(response, definition);
}

/** What the author of a question wrote for those who mark, in Markdown. */
export function markerNotesOf(definition: QuestionDefinition): string | undefined {
  return questionTypeOf(definition).markerNotesOf?.(definition);
}

/** True if two responses to a question say the same. No answer, null, is the same only as no answer. */
export function isSameResponse(definition: QuestionDefinition, one: unknown, other: unknown): boolean {
  if (isMissing(one) || isMissing(other)) return isMissing(one) && isMissing(other);
  // What the type cannot read is the same only where it is alike in every character.
  return isDeepStrictEqual(one, other) || questionTypeOf(definition).response.isSame(one, other, definition);
}

/** Whether a response is there, can be read, and lacks nothing, so that it is worth a try. */
export function isCompleteResponse(definition: QuestionDefinition, response: unknown): boolean {
  if (isMissing(response) || responseFaultsOf(definition, response).length > 0) return false;
  return questionTypeOf(definition).isComplete?.(definition, response) ?? true;
}

/** What the author says to this very response; nothing to one that is not there, or that does not fit the question. */
export function feedbackToResponse(definition: QuestionDefinition, response: unknown): AnswerFeedback[] {
  if (isMissing(response) || responseFaultsOf(definition, response).length > 0) return [];
  return questionTypeOf(definition).feedbackTo?.(definition, response) ?? [];
}

/** The most characters of a summary. */
const LONGEST_SUMMARY = 200;

/** What a response says, in one short line for people who read many; null for no answer. */
export function summaryOf(definition: QuestionDefinition, response: unknown): string | Sentence | null {
  if (isMissing(response)) return null;
  const fits = responseFaultsOf(definition, response).length === 0;
  const asSent = typeof response === 'string' ? response : JSON.stringify(response);
  const said = fits ? questionTypeOf(definition).summary(definition, response) : asSent;
  return typeof said === 'string' ? shortLine(said) : said;
}

function shortLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const characters = [...line];
  return characters.length <= LONGEST_SUMMARY
    ? line
    : `${characters.slice(0, LONGEST_SUMMARY - 1).join('')}…`;
}

/** Whether it stands for no answer. */
export function isMissing(response: unknown): boolean {
  return response === null || response === undefined;
}
