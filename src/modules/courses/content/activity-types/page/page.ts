import { activityType, NoFields } from '../activity-type';

/** Something to read: its content is the page. */
export const page = activityType({
  name: 'page',
  Fields: NoFields,
  completedBy: 'learners',
  owner: 'courses',
  examples: {
    add: {
      summary: 'A page',
      value: {
        title: 'The mean and the median',
        content: 'The **mean** shares the total out evenly; the **median** is the value in the middle.',
      },
    },
    change: {
      summary: 'The title and the text of a page',
      value: { title: 'Mean, median, mode', content: 'Three answers to *what is typical?*' },
    },
  },
});
