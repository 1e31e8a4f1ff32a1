import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

/** What to send. It is refused as it stands: any score would overwrite the grade of a learner. */
export const RESULT_BODIES: ExampleBodies = {
  score: {
    summary: 'A score: refused, being out of range, until you put in the one that you give',
    value: { score: '1000000', comment: 'Clear population and a sound random draw.' },
  },
};
