import { namedEnum } from '../../../shared/http/named-schemas';
import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from '../assessments.sentences';

/** A change that was made to an answer so that it could be stored, for programs and for the learner. */
export interface Remark {
  code: (typeof REMARK_CODES)[number];
  message: Sentence;
}

export const REMARK_CODES = ['half_characters_replaced'] as const;
namedEnum('AnswerRemarkCode', REMARK_CODES);

/**
 * A response as it is stored and shown from then on. A learner's text is never refused for its characters: control
 * characters and NUL are kept as they are, and half a character, which UTF-8 cannot hold, becomes U+FFFD, with a remark.
 */
export function keptResponse(response: unknown): { response: unknown; remarks: Remark[] } {
  if (typeof response !== 'string' || response.isWellFormed()) return { response, remarks: [] };
  return {
    response: response.toWellFormed(),
    remarks: [{ code: 'half_characters_replaced', message: sentences.halfCharactersReplaced() }],
  };
}
