import { activityType, NoFields } from '../activity-type';

/** Questions to answer: its content is the instructions. Settings, questions and attempts are kept by its owner. */
export const quiz = activityType({
  name: 'quiz',
  Fields: NoFields,
  completedBy: 'owner',
  owner: 'assessments',
  examples: {
    add: {
      summary: 'A quiz, first of all in its section',
      value: { title: 'Warm-up', content: 'Five minutes, as often as you like.', position: 1 },
    },
  },
});
