import { ALL_QUESTION_TYPES, type QuestionType } from '../../question-types/registry';

/** The body of a request that adds a question. */
interface QuestionBody {
  type: QuestionType;
  prompt: string;
  points: string;
  definition: object;
  feedback: string;
}

/** Request bodies to try out, one of each type, that fit a first course of statistics. */
export const QUESTION_EXAMPLES = Object.fromEntries(
  ALL_QUESTION_TYPES.map(({ name, example }) => {
    const { summary, prompt, points, definition, feedback } = example;
    return [name, { summary, value: { type: name, prompt, points, definition, feedback } }];
  }),
) as Record<QuestionType, { summary: string; value: QuestionBody }>;

/** Changes to try out; the first is taken at any time, the second until a learner has attempted the quiz. */
export const QUESTION_CHANGE_EXAMPLES = {
  correction: {
    summary: 'Correct prompt and feedback',
    value: {
      prompt: 'Which measure of the center does one extreme value change the **least**?',
      feedback: 'The median: it only looks at the *order* of the values.',
    },
  },
  points: { summary: 'Other points', value: { points: '2.5' } },
};
