import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { exampleDay } from '../../../../shared/http/description/example-days';

/** Line items to try out. */
export const NEW_LINE_ITEMS: ExampleBodies = {
  plan: {
    summary: 'Graded from 0 to 20',
    value: {
      title: 'Survey plan',
      description: 'On one page: your question, the population, and how you will draw the sample.',
      resultValueMax: '20',
    },
  },
  due: {
    summary: 'Due at the end of a day',
    value: { title: 'Report', dueDate: exampleDay('03-30'), resultValueMax: '100' },
  },
};
