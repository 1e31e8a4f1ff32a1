import type { ExampleBodies } from '../../../shared/http/description/example-bodies';
import { exampleDay } from '../../../shared/http/description/example-days';

/** Courses to try out; without days, a course is never over. */
export const NEW_COURSES: ExampleBodies = {
  open: {
    summary: 'People may enroll themselves',
    value: {
      code: 'STAT-101',
      title: 'Foundations of Statistics',
      summary: 'Collect data with care, describe them honestly and say how sure you are.',
      timeZone: 'Europe/Berlin',
      selfEnrollment: true,
    },
  },
  term: {
    summary: 'With a first and a last day',
    value: {
      code: 'STAT-102',
      title: 'Statistics for Biologists',
      startDate: exampleDay('03-05'),
      endDate: exampleDay('05-25'),
    },
  },
};
