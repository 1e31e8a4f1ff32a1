import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

/** What to send. It is refused as it stands: any score would overwrite the grade of a learner. */
export const RESULT_BODIES: ExampleBodies = {
  score: {
    summary: 'A score, refused until you put one in',
    value: { score: '<the score, such as 17.5>', comment: 'Clear population and a sound random draw.' },
  },
};
