import type { ExampleBodies } from '../../../../../shared/http/description/example-bodies';
import { exampleDay } from '../../../../../shared/http/description/example-days';

/** Copies to try out on the demo school. */
export const COURSE_COPIES: ExampleBodies = {
  look: {
    summary: 'See which dates would move by half a year',
    value: { title: 'Foundations of Statistics, autumn', shiftDays: 182, dryRun: true },
  },
  start: {
    summary: 'With another first day',
    value: { title: 'Foundations of Statistics, next year', startDate: exampleDay('09-07') },
  },
  undated: {
    summary: 'Without dates',
    value: { title: 'Foundations of Statistics, to prepare', dates: 'remove' },
  },
};
