import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

export const MARKING_RULE_BODIES: ExampleBodies = {
  average: {
    summary: 'The average of two, or of three where two differ by more than a point',
    value: { method: 'average', thirdAbove: '1' },
  },
};

export const CHANGE_MARKING_RULE_BODIES: ExampleBodies = {
  preview: {
    summary: 'Only look what a second marker would mean',
    value: { method: 'average', thirdAbove: '20', thirdUnit: 'percent', dryRun: true },
  },
};

/** What to send. It is refused as it stands: any decision would change the grade of a learner. */
export const DECISION_BODIES: ExampleBodies = {
  decided: {
    summary: 'A decision: refused, being out of bounds, until you put in the mark that you decide on',
    value: { points: '100000', comment: 'The example counts, although it is short.' },
  },
};
