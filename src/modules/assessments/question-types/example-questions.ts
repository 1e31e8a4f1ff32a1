import type { ExampleFile } from './question-type';
import { ALL_QUESTION_TYPES, type QuestionType } from './registry';

/** A question of a type that can be sent as it stands, and a response to it. */
export interface ExampleQuestion {
  /** What the example shows, in a few words. */
  summary: string;
  question: { type: QuestionType; prompt: string; points: string; definition: object; feedback: string };
  response: unknown;
  /** The files that the response names, which are uploaded by whoever tries it. */
  files: readonly ExampleFile[];
}

/** One of each type, in the order of the types. They fit a first course of statistics. */
export const EXAMPLE_QUESTIONS: readonly ExampleQuestion[] = ALL_QUESTION_TYPES.map(
  ({ name: type, example: { summary, prompt, points, definition, feedback, response, files = [] } }) => ({
    ...{ summary, response, files },
    question: { type, prompt, points, definition, feedback },
  }),
);
