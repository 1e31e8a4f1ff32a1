import { lengthOf } from '../../../shared/text/text-rules';
import { CommentTooLongError } from './comments.errors';

/** In code points. */
export const LONGEST_COMMENT = 10_000;

/**
 * What a marker wrote, and after it the texts that they inserted, each a paragraph of its own; null for nothing.
 *
 * @throws CommentTooLongError
 */
export function withInserted(comment: string | null, inserted: readonly string[]): string | null {
  if (inserted.length === 0) return comment;
  const whole = [...(comment === null || comment.trim() === '' ? [] : [comment]), ...inserted].join('\n\n');
  if (lengthOf(whole) > LONGEST_COMMENT) throw new CommentTooLongError(LONGEST_COMMENT);
  return whole;
}
