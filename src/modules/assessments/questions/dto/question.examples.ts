import { EXAMPLE_QUESTIONS, type ExampleQuestion } from '../../question-types/example-questions';
import type { QuestionType } from '../../question-types/registry';

/** Request bodies to try out, one of each type. */
export const QUESTION_EXAMPLES = Object.fromEntries(
  EXAMPLE_QUESTIONS.map(({ summary, question }) => [question.type, { summary, value: question }]),
) as Record<QuestionType, { summary: string; value: ExampleQuestion['question'] }>;

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
