import type { Behavior } from '../behaviors/behavior';
import { isJudged, isMissing } from '../question-types/responses';
import type { Answer } from './attempt-records';
import { turnOf } from './navigation';
import type { AskedQuestion } from './paper-records';

/**
 * The ids of the questions whose answers nobody can hand in yet, because their learner has not said how sure they are and the behavior
 * goes by that. Questions that were passed or closed take no answers any more, so nothing is asked about them.
 */
export function needingCertainty(
  behavior: Behavior,
  questions: readonly Pick<AskedQuestion, 'id' | 'definition'>[],
  answers: readonly Answer[],
  current: number | null,
): string[] {
  if (!behavior.needsCertainty) return [];
  const unsure = answers.filter(
    ({ response, certainty, closedAt, position }) =>
      !isMissing(response) &&
      certainty === null &&
      closedAt === null &&
      turnOf(position, current) !== 'passed',
  );
  const judged = new Set(questions.filter(({ definition }) => isJudged(definition)).map(({ id }) => id));
  return unsure.map(({ questionId }) => questionId).filter((id) => judged.has(id));
}
