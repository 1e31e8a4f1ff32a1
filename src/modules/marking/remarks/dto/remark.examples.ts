import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

export const REMARK_RULE_BODIES: ExampleBodies = {
  week: { summary: 'Within a week', value: { days: 7 } },
};

export const NEW_REMARK_BODIES: ExampleBodies = {
  example: {
    summary: 'An example that was overlooked',
    value: { reason: 'My second paragraph names an example, which the comment says is missing.' },
  },
};

export const REMARK_MESSAGE_BODIES: ExampleBodies = {
  question: { summary: 'A question', value: { text: 'Which of the two examples do you mean?' } },
};

/** What to send. It is refused as it stands: any decision is final. */
export const REMARK_DECISION_BODIES: ExampleBodies = {
  changed: {
    summary: 'Another mark: refused, being out of bounds, until you put in the one that you give',
    value: {
      ...{ outcome: 'changed', points: '100000' },
      message: 'You are right: the example is in the second paragraph.',
    },
  },
};
