import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

/** Merges to try out. The demo school has somebody with two accounts. */
export const MERGES: ExampleBodies = {
  look: {
    summary: 'See what would move',
    value: {
      duplicateUsername: 'farhad.rostamian.private',
      reason: 'Registered once more with a private address.',
      dryRun: true,
    },
  },
};
