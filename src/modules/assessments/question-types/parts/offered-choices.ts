import type { Sentence } from '../../../../shared/sentences/sentence';

/** An option that a question offers. */
export interface OfferedOption {
  id: string;
  text: string | Sentence;
  /** By the key; null where nothing is right or wrong. */
  isRight: boolean | null;
}

/** A place of a question at which learners choose from options. */
export interface ChoicePlace {
  /** Null for the one place of a question that has no more. */
  id: string | null;
  text: string | null;
  options: OfferedOption[];
}

/** How a question offers options, and which of them a response has chosen. */
export interface OfferedChoices<Definition, Response> {
  places(definition: Definition): ChoicePlace[];
  /** The ids of the options at a place; none where nothing was chosen there. */
  chosenAt(response: Response, place: ChoicePlace['id'], definition: Definition): readonly string[];
}

/** The one place of a question. */
export function onePlace(options: OfferedOption[]): ChoicePlace[] {
  return [{ id: null, text: null, options }];
}
