import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

export const ONE_CODE: ExampleBodies = {
  day: { summary: 'Good for a day', value: { hours: 24 } },
};

export const CLASS_CODES: ExampleBodies = {
  lesson: { summary: 'For the whole class, for a lesson', value: { hours: 2 } },
};
