import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

/** Erasures to try out, with the username of the person. */
export const ERASURES: ExampleBodies = {
  look: { summary: 'Count what would go', value: { username: 'the.username', dryRun: true } },
};
