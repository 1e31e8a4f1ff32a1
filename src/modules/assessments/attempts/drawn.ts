import { type QuestionDefinition, questionTypeOf } from '../question-types/registry';

/** What was drawn for one attempt, by name. */
export type Drawn = Readonly<Record<string, string>>;

interface Question {
  promptHtml: string;
  feedbackHtml: string | null;
  definition: QuestionDefinition;
}

/** The question as the attempt asks it: what was drawn stands in its definition, and in its texts in place of `{name}`. */
export function withDrawn<Asked extends Question>(question: Asked, drawn: Drawn): Asked & { drawn: Drawn } {
  const { promptHtml, feedbackHtml, definition } = question;
  return {
    ...question,
    promptHtml: withNumbers(promptHtml, drawn),
    feedbackHtml: feedbackHtml && withNumbers(feedbackHtml, drawn),
    definition: questionTypeOf(definition).withDrawn?.(definition, drawn) ?? definition,
    drawn,
  };
}

/** Draws for a question from a seed; a question for which nothing is drawn stays as it is. */
export function drawnFrom<Asked extends Question>(
  question: Asked,
  seed: string,
): Asked & { drawn: Drawn | null } {
  const drawn = questionTypeOf(question.definition).draw?.(question.definition, seed);
  return drawn ? withDrawn(question, drawn) : { ...question, drawn: null };
}

/** What is drawn is text of digits, so it needs no escaping. Names that were not drawn stay as they are written. */
export function withNumbers(html: string, drawn: Drawn): string {
  return Object.entries(drawn).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), html);
}
