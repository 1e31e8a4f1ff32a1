import { activityType, NoFields } from '../activity-type';

/** A text between the activities of a section, such as what the next three have in common. It is shown there, and nothing is behind it. */
export const label = activityType({
  name: 'label',
  Fields: NoFields,
  completedBy: [],
  isShownInOutline: true,
  owner: 'courses',
  examples: {
    add: {
      summary: 'A text between activities',
      value: {
        title: 'Before the quiz',
        content: '> [!TIP]\n> Have paper and a pencil at hand: $\\bar{x}$ is quicker to find on paper.',
      },
    },
    change: { summary: 'The text of a label', value: { content: 'The next three pages belong together.' } },
  },
});
