import { readDecimal } from '../../../shared/decimals/read-decimal';
import { normalizedText } from './normalized-text';
import type { QuestionDefinition } from './question-definition';

/**
 * Whether two well-formed responses to a question say the same: the same options in whatever order, the same number
 * however it is written, the same text but for white space and the form of its characters. Letter case counts even
 * where the key does not mind it, since people read what was answered. No answer, null, is the same only as no answer.
 */
export function isSameResponse(
  { type }: Pick<QuestionDefinition, 'type'>,
  one: unknown,
  other: unknown,
): boolean {
  const isMissing = (response: unknown): boolean => response === null || response === undefined;
  if (isMissing(one) || isMissing(other)) return isMissing(one) && isMissing(other);
  switch (type) {
    case 'single_choice':
    case 'true_false':
      return one === other;
    case 'multiple_choice':
      return isSameSet(one as string[], other as string[]);
    case 'numeric':
      return isSameNumber(one, other);
    case 'short_text':
      return normalizedText(one as string, true) === normalizedText(other as string, true);
  }
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}

function isSameNumber(one: unknown, other: unknown): boolean {
  const number = readDecimal(other);
  return number !== undefined && readDecimal(one)?.equals(number) === true;
}
