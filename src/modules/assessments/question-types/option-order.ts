import type { ChoiceOption } from './parts/choice-option.dto';
import { shuffled } from '../grading/shuffled';
import type { QuestionDefinition } from './registry';

/** The ids of a question's options in an order that depends on the seed only; null for a question without options. */
export function shuffledOptions(definition: QuestionDefinition, seed: string): string[] | null {
  if (!hasOptions(definition)) return null;
  return shuffled(
    definition.options.map(({ id }) => id),
    seed,
  );
}

/** The definition with its options in the given order, or as it is for null. */
export function withOptionOrder(
  definition: QuestionDefinition,
  order: readonly string[] | null,
): QuestionDefinition {
  if (order === null || !hasOptions(definition)) return definition;
  const placeOf = new Map(order.map((id, place) => [id, place]));
  const options = definition.options.toSorted(
    (one, other) => (placeOf.get(one.id) ?? order.length) - (placeOf.get(other.id) ?? order.length),
  );
  return { ...definition, options };
}

function hasOptions(
  definition: QuestionDefinition,
): definition is Extract<QuestionDefinition, { options: ChoiceOption[] }> {
  return 'options' in definition;
}
