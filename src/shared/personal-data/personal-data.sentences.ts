import { catalog } from '../sentences/sentence';

export const sentences = catalog('personal_data', {
  forFigures: 'Totals, statistics and the progress of the course are computed from it.',
  forSignature: 'It says what the person did for others as staff, and stays under the pseudonym.',
  forOthers: 'It was made for a course, and others work with it.',
  endsSoon: 'It is removed by itself at a fixed time.',
  forAudit: 'It records who did what, and when.',
});
