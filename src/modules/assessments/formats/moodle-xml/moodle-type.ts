import type { QuestionDefinition } from '../../question-types/registry';
import type { Losses } from '../losses';
import type { Remarks } from '../remarks';
import type { Answers } from '../shared-answers';
import type { XmlElement } from '../xml-tree';

export const FORMAT = 'Moodle XML';

export type DefinitionOf<Type extends QuestionDefinition['type']> = Extract<
  QuestionDefinition,
  { type: Type }
>;

/** What a question of a file says, without what all questions have. */
export interface MoodleAnswers extends Answers {
  /** Markdown. Of a type that has its own way with the text of the question. */
  prompt?: string;
}

/** Null where the remarks say why there is no question. */
export type MoodleReader = (question: XmlElement, remarks: Remarks) => MoodleAnswers | null;

/** What stands in a question besides its text, feedback and points. */
export interface MoodleLines {
  /** As Moodle names the type. */
  type: string;
  lines: string[];
  /** Markdown, in place of the prompt. */
  questionText?: string;
}

/** How one of our types stands in Moodle's XML. */
export interface MoodleType<Type extends QuestionDefinition['type'] = QuestionDefinition['type']> {
  readonly type: Type;
  /** Moodle's types that are read as this one, by their names, or as this one among others. */
  readonly readers: Readonly<Record<string, MoodleReader>>;
  /** The readers make the prompt themselves, since the text of the question holds more. */
  readonly readsPrompt?: boolean;
  /** Null where the losses say why it cannot be written. */
  write(definition: DefinitionOf<Type>, losses: Losses, prompt: string): MoodleLines | null;
}

/** Lets the compiler find the type of a definition. */
export function moodleType<Type extends QuestionDefinition['type']>(type: MoodleType<Type>): MoodleType {
  return type as unknown as MoodleType;
}
