import { namedEnum } from '../../../../shared/http/named-schemas';
import type { Sentence } from '../../../../shared/sentences/sentence';

export const REMARK_CODES = [
  'half_characters_replaced',
  'not_readable',
  'too_few_files',
  'too_few_words',
  'too_many_words',
] as const;
namedEnum('AnswerRemarkCode', REMARK_CODES);

/** Something about an answer that was kept, for programs and for the learner. */
export interface Remark {
  code: (typeof REMARK_CODES)[number];
  message: Sentence;
}
