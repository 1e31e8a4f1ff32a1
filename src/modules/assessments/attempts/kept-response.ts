import type { FieldError } from '../../../shared/errors/domain-error';
import { namedEnum } from '../../../shared/http/named-schemas';
import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from '../assessments.sentences';
import { type QuestionDefinition, questionTypeOf } from '../question-types/registry';
import { MOST_RESPONSE_BYTES } from '../question-types/parts/response-shapes';
import { responseFaultsOf } from '../question-types/responses';

/** Something about an answer that was kept, for programs and for the learner. */
export interface Remark {
  code: (typeof REMARK_CODES)[number];
  message: Sentence;
}

export const REMARK_CODES = ['half_characters_replaced', 'not_readable'] as const;
namedEnum('AnswerRemarkCode', REMARK_CODES);

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
  const response = typeof sent === 'string' ? sent.toWellFormed() : sent;
  if (Buffer.byteLength(JSON.stringify(response ?? null)) > MOST_RESPONSE_BYTES)
    return { response, remarks: [], faults: [tooLarge(field)] };
  const faults = responseFaultsOf(definition, response, field);
  const [unread] = faults;
  const isTyped = typeof response === 'string' && questionTypeOf(definition).response.isTyped === true;
  if (unread && !isTyped) return { response, remarks: [], faults };
  const remarks: Remark[] = [];
  if (response !== sent)
    remarks.push({ code: 'half_characters_replaced', message: sentences.halfCharactersReplaced() });
  if (unread)
    remarks.push({ code: 'not_readable', message: sentences.notReadable({ fault: unread.message }) });
  return { response, remarks, faults: [] };
}

function tooLarge(field: string): FieldError {
  const message = sentences.responseTooLarge({ field, most: MOST_RESPONSE_BYTES });
  return { field, rule: 'maxBytes', message };
}
