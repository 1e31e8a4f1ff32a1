import type { ExampleBodies } from '../../../../../shared/http/description/example-bodies';

const TO_TERM = '01990000-0000-7000-8000-0000000000d2';

/** Rollovers to try out, with the id of a term of your school. */
export const ROLLOVERS: ExampleBodies = {
  look: { summary: 'See which courses would be copied', value: { toTermId: TO_TERM, dryRun: true } },
  undated: { summary: 'Without dates', value: { toTermId: TO_TERM, dates: 'remove' } },
};
