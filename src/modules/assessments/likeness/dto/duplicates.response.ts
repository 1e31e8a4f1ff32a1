import { ApiProperty } from '@nestjs/swagger';
import { Rational } from '../../../../shared/decimals/rational';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { QUESTION_TYPES, type QuestionType } from '../../question-types/registry';
import type { Like } from '../likenesses';
import { type GroupMember, type ListedQuestion, MOST_OF_A_GROUP } from '../likenesses.repository';

export const LIKENESS_REASONS = ['equal_prompt', 'similar_prompt'] as const;
export type LikenessReason = (typeof LIKENESS_REASONS)[number];
namedEnum('LikenessReason', LIKENESS_REASONS);

const SIMILARITY = {
  format: 'decimal',
  example: '0.9231',
  description:
    'From 0.75 to 1: of the pieces of three characters that both prompts have, the part that is in both, |A ∩ B| / |A ∪ B|, rounded down to 4 decimals.',
} as const;
const REASON = {
  enum: LIKENESS_REASONS,
  example: 'similar_prompt',
  description:
    '`equal_prompt`: the prompts differ at most in letter case, accents, spaces and emphasis. `similar_prompt`: in little more.',
} as const;

/** A question that a prompt is like. */
export class SimilarQuestionResponse {
  @ApiProperty({ format: 'uuid' })
  questionId: string;

  @ApiProperty(SIMILARITY)
  similarity: string;

  @ApiProperty(REASON)
  reason: LikenessReason;
}

export class ComparedQuestionResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: QUESTION_TYPES, example: 'single_choice' })
  type: QuestionType;

  @ApiProperty({ example: 'Which measure of the center does one extreme value change the **least**?' })
  prompt: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null for none.' })
  folderId: string | null;
}

export class DuplicateQuestionResponse extends ComparedQuestionResponse {
  @ApiProperty(SIMILARITY)
  similarity: string;

  @ApiProperty(REASON)
  reason: LikenessReason;
}

/** A question of a bank, and newer ones that ask nearly the same. */
export class DuplicateGroupResponse extends ComparedQuestionResponse {
  @ApiProperty({
    type: [DuplicateQuestionResponse],
    maxItems: MOST_OF_A_GROUP,
    description: 'The oldest first.',
  })
  duplicates: DuplicateQuestionResponse[];

  @ApiProperty({ example: false, description: 'Whether there are more than are told.' })
  more: boolean;
}

export function toSimilarQuestionResponse({
  questionId,
  similarity,
  isEqual,
}: Like): SimilarQuestionResponse {
  return { questionId, similarity: decimalOf(similarity), reason: reasonOf(isEqual) };
}

/** @param listed by id; what is not in it has left the bank meanwhile */
export function toDuplicateGroupResponse(
  question: ListedQuestion,
  members: readonly GroupMember[],
  listed: ReadonlyMap<string, ListedQuestion>,
): DuplicateGroupResponse {
  return {
    ...toComparedQuestion(question),
    duplicates: members.slice(0, MOST_OF_A_GROUP).flatMap(({ newerId, similarity }) => {
      const newer = listed.get(newerId);
      if (!newer) return [];
      const reason = reasonOf(newer.form.equals(question.form));
      return [{ ...toComparedQuestion(newer), similarity: decimalOf(similarity), reason }];
    }),
    more: members.length > MOST_OF_A_GROUP,
  };
}

function toComparedQuestion({ id, type, prompt, folderId }: ListedQuestion): ComparedQuestionResponse {
  return { id, type: type, prompt, folderId };
}

function decimalOf(tenThousandths: number): string {
  return Rational.of(tenThousandths).over(10_000).toDecimal(4);
}

function reasonOf(isEqual: boolean): LikenessReason {
  return isEqual ? 'equal_prompt' : 'similar_prompt';
}
