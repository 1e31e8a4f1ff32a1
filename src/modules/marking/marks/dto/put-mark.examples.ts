import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

/** What to send. It is refused as it stands: any mark would change the grade of a learner. */
export const MARK_BODIES: ExampleBodies = {
  given: {
    summary: 'A mark: refused, being out of bounds, until you put in the one that you give',
    value: {
      kind: 'given',
      ...{ points: '100000', comment: 'You say when the mean misleads; an example is missing.' },
    },
  },
};
