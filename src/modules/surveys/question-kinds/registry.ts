import type { SurveyQuestion, SurveyQuestionKind } from '../../courses';
import { multipleChoice } from './multiple-choice';
import { number } from './number';
import type { QuestionKind } from './question-kind';
import { scale } from './scale';
import { singleChoice } from './single-choice';
import { text } from './text';

const REGISTERED = {
  single_choice: singleChoice,
  multiple_choice: multipleChoice,
  scale,
  number,
  text,
} satisfies { [Kind in SurveyQuestionKind]: QuestionKind<Kind> };

/** The kind of a question, which takes questions of this kind alone. */
export function kindOf({ kind }: SurveyQuestion): QuestionKind<SurveyQuestionKind> {
  return REGISTERED[kind] as unknown as QuestionKind<SurveyQuestionKind>;
}
