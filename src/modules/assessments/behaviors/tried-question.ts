import { readShare } from '../../../shared/decimals/share-text';
import { type QuestionDefinition, questionTypeOf } from '../question-types/registry';
import { gradeResponse, isCompleteResponse, isSameResponse } from '../question-types/responses';
import { type Guidance, NO_GUIDANCE } from '../questions/guidance';
import { Rational } from '../../../shared/decimals/rational';
import type { TriedQuestion } from './behavior';

/** A question of a paper as a behavior asks about it. */
export function triedQuestion(definition: QuestionDefinition, guidance: Guidance | null): TriedQuestion {
  const { hints, penalty } = guidance ?? NO_GUIDANCE;
  const type = questionTypeOf(definition);
  return {
    shareOf: (response) => gradeResponse(definition, response, '1').share,
    isSame: (one, other) => isSameResponse(definition, one, other),
    isComplete: (response) => isCompleteResponse(definition, response),
    ...(type.countback && {
      countback: (responses: readonly unknown[], each: Rational) =>
        type.countback?.(definition, responses, each) ?? Rational.ZERO,
    }),
    penalty: readShare(penalty) ?? Rational.ZERO,
    hints: hints.length,
  };
}
