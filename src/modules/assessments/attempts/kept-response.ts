import { isDeepStrictEqual } from 'node:util';
import type { FieldError } from '../../../shared/errors/domain-error';
import { isJsonObject } from '../../../shared/http/request-shape';
import { sentences } from '../assessments.sentences';
import { type QuestionDefinition, questionTypeOf } from '../question-types/registry';
import type { Remark } from '../question-types/parts/answer-remarks';
import { MOST_RESPONSE_BYTES } from '../question-types/parts/response-shapes';
import { isMissing, responseFaultsOf } from '../question-types/responses';

/** A response as it is stored and shown from then on; or, with faults, one that is not kept. */
export interface KeptResponse {
  response: unknown;
  remarks: Remark[];
  faults: FieldError[];
}

/**
 * What is kept of a response that arrives in `field` of a request. What a learner typed is kept whatever it says, up to
 * `MOST_RESPONSE_BYTES`: a text that the type of the question cannot read has a remark, and earns nothing as it stands. Control
 * characters and NUL stay as they are, and half a character, which UTF-8 cannot hold, becomes U+FFFD, with a remark. What no
 * learner types, such as an option that does not exist, is a fault.
 */
export function keptResponse(
  definition: QuestionDefinition,
  sent: unknown,
  field = 'response',
): KeptResponse {
  const response = wellFormed(sent);
  if (Buffer.byteLength(JSON.stringify(response ?? null)) > MOST_RESPONSE_BYTES)
    return { response, remarks: [], faults: [tooLarge(field)] };
  const faults = responseFaultsOf(definition, response, field);
  const shape = questionTypeOf(definition).response;
  const isText = typeof response === 'string' && shape.isTyped === true;
  if (faults.length > 0 && !isText) return { response, remarks: [], faults };
  const unread = isText ? faults.slice(0, 1) : unreadParts(definition, response, field);
  const remarks: Remark[] = [];
  if (!isDeepStrictEqual(response, sent))
    remarks.push({ code: 'half_characters_replaced', message: sentences.halfCharactersReplaced() });
  for (const { message } of unread)
    remarks.push({ code: 'not_readable', message: sentences.notReadable({ fault: message }) });
  if (faults.length === 0 && !isMissing(response))
    remarks.push(...(shape.remarksOf?.(response, definition) ?? []));
  return { response, remarks, faults: [] };
}

function unreadParts(definition: QuestionDefinition, response: unknown, field: string): FieldError[] {
  if (isMissing(response)) return [];
  return questionTypeOf(definition).response.unreadOf?.(response, definition, field) ?? [];
}

/** With U+FFFD in place of each half of a character; also in the texts of an object, whose parts learners may type. */
function wellFormed(sent: unknown): unknown {
  if (typeof sent === 'string') return sent.toWellFormed();
  if (!isJsonObject(sent)) return sent;
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? value.toWellFormed() : value,
    ]),
  );
}

function tooLarge(field: string): FieldError {
  const message = sentences.responseTooLarge({ field, most: MOST_RESPONSE_BYTES });
  return { field, rule: 'maxBytes', message };
}
