import { namedEnum } from '../../../../shared/http/named-schemas';

/** What a course may have that shuts people out. */
export const CHECK_CODES = [
  ...(['picture_without_text', 'heading_jump', 'table_without_headers', 'unclear_link'] as const),
  ...(['video_without_captions', 'language_missing'] as const),
] as const;
export type CheckCode = (typeof CHECK_CODES)[number];
namedEnum('CheckCode', CHECK_CODES);

/** What becomes of what the check finds: `advice` shows it, `required` keeps drafts from being published while there is any. */
export const CHECK_WAYS = ['advice', 'required'] as const;
export type CheckWay = (typeof CHECK_WAYS)[number];
namedEnum('CheckWay', CHECK_WAYS);
