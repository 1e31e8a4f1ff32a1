import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

/** What to send. */
export const SAVED_COMMENT_BODIES: ExampleBodies = {
  shared: {
    summary: 'A comment for all markers',
    value: { text: 'An *example* would make this clear.', shared: true },
  },
};
