import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

/** What to send. */
export const CLAIM_BODIES: ExampleBodies = {
  any: { summary: 'Whatever comes next in the course', value: {} },
  unnamed: { summary: 'The same, without the name of the learner', value: { anonymous: true } },
};
