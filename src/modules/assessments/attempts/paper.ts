import { shuffled } from '../../../shared/chance/shuffled';
import { questionTypeOf } from '../question-types/registry';
import { drawnFrom } from './drawn';
import type { VersionedQuestion } from './paper-records';

/** A question on a paper, as it shows it. */
export interface PaperQuestion extends VersionedQuestion {
  /** From 1. */
  position: number;
}

/**
 * The paper of an attempt: what it asks, in which order, with the items of each question in which order. Both orders depend on
 * the seed of the attempt only, where the quiz shuffles at all.
 */
export function paperOf(
  questions: readonly VersionedQuestion[],
  seed: number,
  { shuffleQuestions, shuffleOptions }: { shuffleQuestions: boolean; shuffleOptions: boolean },
): PaperQuestion[] {
  const ordered = shuffleQuestions ? shuffled(questions, seed) : questions;
  return ordered.map((question, index) => {
    const optionOrder = shuffleOptions ? shuffledItems(question, seed) : null;
    return { ...drawnFrom(question, `${seed}:${question.id}`), position: index + 1, optionOrder };
  });
}

/** The ids of a question's items in an order for this seed; null for a question without items. */
function shuffledItems({ id, definition }: VersionedQuestion, seed: number): string[] | null {
  const items = questionTypeOf(definition).itemsOf?.(definition);
  if (items === undefined) return null;
  return shuffled(
    items.map((item) => item.id),
    `${seed}:${id}`,
  );
}
