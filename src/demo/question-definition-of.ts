import type { QuestionDefinition } from '../modules/assessments';
import type { DemoOption, DemoQuestion } from './content';

/** The question's choices and key as the quiz engine takes them. */
export function questionDefinitionOf(question: DemoQuestion): QuestionDefinition {
  switch (question.type) {
    case 'single_choice':
      return { type: question.type, options: question.options.map(toOption), key: question.answer };
    case 'multiple_choice':
      return {
        type: question.type,
        options: question.options.map(toOption),
        key: question.answers,
        scoring: 'all_or_nothing',
      };
    case 'true_false':
      return { type: question.type, key: question.answer };
    case 'numeric':
      return {
        type: question.type,
        key: question.answer,
        tolerance: { type: 'absolute', value: question.tolerance },
      };
    case 'short_text':
      return { type: question.type, accepted: question.accepted, caseSensitive: false };
  }
}

function toOption({ key, text }: DemoOption): { id: string; text: string } {
  return { id: key, text };
}
