import { shuffled } from '../grading/shuffled';
import { shuffledOptions, withOptionOrder } from '../question-types/option-order';
import type { VersionedQuestion } from './paper-records';

/** A question on a paper, as it shows it. */
export interface PaperQuestion extends VersionedQuestion {
  /** From 1. */
  position: number;
  /** The ids of the options in the order of this paper; null for the order of the version. */
  optionOrder: string[] | null;
}

/**
 * The paper of an attempt: what it asks, in which order, with the options in which order. Both orders depend on the seed of the
 * attempt only, where the quiz shuffles at all.
 */
export function paperOf(
  questions: readonly VersionedQuestion[],
  seed: number,
  { shuffleQuestions, shuffleOptions }: { shuffleQuestions: boolean; shuffleOptions: boolean },
): PaperQuestion[] {
  const ordered = shuffleQuestions ? shuffled(questions, seed) : questions;
  return ordered.map((question, index) => {
    const { id, definition } = question;
    const optionOrder = shuffleOptions ? shuffledOptions(definition, `${seed}:${id}`) : null;
    return {
      ...question,
      ...{ position: index + 1, optionOrder, definition: withOptionOrder(definition, optionOrder) },
    };
  });
}
