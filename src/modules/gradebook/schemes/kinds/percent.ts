import { sentences } from '../../gradebook.sentences';
import { numbersInOrder } from './numbers';
import type { SchemeKind } from './scheme-kind';

/** The percentage itself, rounded half up once. */
export const percent: SchemeKind = {
  takes: ['places'],
  termsIn: (sent) => ({ ...sent, places: sent.places ?? 0 }),
  grader: ({ places }) => {
    const decimals = places ?? 0;
    return {
      gradeOf: (share) => share.times(100).toFixed(decimals),
      told: (share) =>
        sentences.gradeIsPercent({ grade: share.times(100).toFixed(decimals), places: decimals }),
      inOrder: (given) => numbersInOrder(given),
    };
  },
};
