import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

const CRITERIA = {
  title: 'Explaining a measure',
  kind: 'criteria',
  criteria: [
    {
      ...{ id: 'measure', title: 'Which measure misleads' },
      levels: [
        { id: 'none', title: 'Not named', points: '0' },
        { id: 'named', title: 'Named', points: '1' },
        { id: 'reason', title: 'Named, with a reason', points: '2' },
      ],
    },
    {
      ...{ id: 'example', title: 'An example' },
      levels: [
        { id: 'none', title: 'None', points: '0' },
        { id: 'some', title: 'One that fits', fromPoints: '0.5', points: '2' },
      ],
    },
  ],
};
const ITEMS = {
  ...{ title: 'What is missing', kind: 'items', start: 'maximum' },
  items: [
    { id: 'no-unit', title: 'The unit is missing', points: '-0.5' },
    { id: 'no-reason', title: 'No reason is given', points: '-2' },
    { id: 'elegant', title: 'An elegant argument', points: '0.5' },
  ],
};
const HOLISTIC = {
  ...{ title: 'The whole', kind: 'holistic', scaled: true },
  criteria: [
    {
      ...{ id: 'whole', title: 'The answer as a whole' },
      levels: [
        { id: 'weak', title: 'Hardly an answer', points: '0' },
        { id: 'fair', title: 'An answer with gaps', points: '1' },
        { id: 'good', title: 'All that can be said', points: '2' },
      ],
    },
  ],
};

/** What to send. */
export const RUBRIC_BODIES: ExampleBodies = {
  criteria: { summary: 'Criteria with levels', value: CRITERIA },
  holistic: { summary: 'One level for the whole, scaled to what the question is worth', value: HOLISTIC },
  items: { summary: 'What adds and takes points', value: ITEMS },
};

export const USE_RUBRIC_BODIES: ExampleBodies = {
  own: { summary: 'A rubric for this question', value: { rubric: CRITERIA, shown: 'before' } },
};

export const CHANGE_RUBRIC_BODIES: ExampleBodies = {
  preview: { summary: 'See whose marks would change', value: { rubric: CRITERIA, dryRun: true } },
};
