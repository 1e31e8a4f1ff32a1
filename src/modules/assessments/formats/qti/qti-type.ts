import type { Rational } from '../../../../shared/decimals/rational';
import type { QuestionDefinition } from '../../question-types/registry';
import type { WrittenFiles } from '../embedded/written-file';
import type { Losses } from '../losses';
import type { Remarks } from '../remarks';
import type { Answers } from '../shared-answers';
import type { XmlElement } from '../xml-tree';
import type { SaidTo } from './qti-feedback';
import type { QtiItem, ResponseDeclaration } from './qti-item';
import type { ResponseScoring } from './response-processing';

export const FORMAT = 'QTI';

export type DefinitionOf<Type extends QuestionDefinition['type']> = Extract<
  QuestionDefinition,
  { type: Type }
>;

/** One interaction of an item with what is right in it, and how it is scored. */
export interface Asked {
  interaction: XmlElement;
  declared: ResponseDeclaration;
  scorings: readonly ResponseScoring[];
  /** What is said to those who sent a value of the answer, by the value, in Markdown. */
  saidTo: ReadonlyMap<string, string>;
  item: QtiItem;
  remarks: Remarks;
}

/** What an interaction asks, and what it is worth. */
export interface QtiAnswers extends Answers {
  points: Rational;
  /** Plain or HTML text that belongs to the prompt, such as that in which words are to be marked. */
  promptHtml?: string;
}

/** Null where the remarks say why there is no question. */
export type QtiReader = (asked: Asked) => QtiAnswers | null;

/** A question as an item has it. */
export interface QtiParts {
  /** Response declarations. */
  declarations: string[];
  /** Interactions, and the text around them. */
  body: string;
  /** Rules that add to the score, one for each answer. */
  rules: string[];
  saidTo?: readonly SaidTo[];
  /** In place of the prompt as it is, with more attributes. */
  promptXml?: (more: string) => string;
  /** Declarations of what is drawn, and how. */
  templates?: string[];
  isMarkedByHand?: boolean;
}

/** What a type needs besides the definition to write a question. */
export interface AroundQuestion {
  files: WrittenFiles;
  prompt: string;
}

/** How one of our types stands in an item. */
export interface QtiType<Type extends QuestionDefinition['type'] = QuestionDefinition['type']> {
  readonly type: Type;
  /** Interactions that are read as this type, or as this one among others, by their names in QTI 2. */
  readonly readers: Readonly<Record<string, QtiReader>>;
  /** Null where the losses say why it cannot be written. */
  write(
    definition: DefinitionOf<Type>,
    points: Rational,
    losses: Losses,
    around: AroundQuestion,
  ): QtiParts | null;
}

/** Lets the compiler find the type of a definition. */
export function qtiType<Type extends QuestionDefinition['type']>(type: QtiType<Type>): QtiType {
  return type as unknown as QtiType;
}
