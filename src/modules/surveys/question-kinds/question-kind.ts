import type { SurveyQuestion, SurveyQuestionKind } from '../../courses';
import type { Sentence } from '../../../shared/sentences/sentence';

/** An answer to one question, as it is stored: an option's id, several of them, a point of a scale, a decimal, or a text. */
export type GivenAnswer = string | number | readonly string[];
/** By the ids of the questions. What was not answered is left out. */
export type GivenAnswers = Readonly<Record<string, GivenAnswer>>;

export type QuestionOf<Kind extends SurveyQuestionKind> = Extract<SurveyQuestion, { kind: Kind }>;

/** How often something was chosen. */
export interface ChoiceCount {
  /** Of the option; null for a point of a scale. */
  id: string | null;
  /** Of the scale, from 1; null for an option. */
  point: number | null;
  /** Its text or label. */
  text: string;
  count: number;
}

/** What all answers to a question say together. What a kind does not have is null. */
export interface QuestionFigures {
  choices: ChoiceCount[] | null;
  /** The arithmetic mean, to two decimals, and the least and the greatest. Null where nobody has answered. */
  mean: string | null;
  least: string | null;
  greatest: string | null;
  /** In the order of their letters, not in that in which they came. */
  texts: string[] | null;
}

export const NO_FIGURES: QuestionFigures = {
  ...{ choices: null, mean: null, least: null, greatest: null, texts: null },
};

/** Everything about one kind of questions in surveys. */
export interface QuestionKind<Kind extends SurveyQuestionKind> {
  readonly name: Kind;

  /** What is stored of an answer; a sentence where it is none to this question. */
  read(
    question: QuestionOf<Kind>,
    value: unknown,
    field: string,
  ): { answer: GivenAnswer } | { fault: Sentence };

  /** @param answers as `read` gave them, to this question */
  figures(question: QuestionOf<Kind>, answers: readonly GivenAnswer[]): QuestionFigures;

  /** As a cell of a table. */
  written(question: QuestionOf<Kind>, answer: GivenAnswer): string | { number: string };
}

export function questionKind<Kind extends SurveyQuestionKind>(kind: QuestionKind<Kind>): QuestionKind<Kind> {
  return kind;
}
