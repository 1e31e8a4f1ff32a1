import { plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { SchemeTermsError } from '../../gradebook.errors';
import { sentences } from '../../gradebook.sentences';
import { numbersInOrder } from './numbers';
import type { SchemeKind } from './scheme-kind';

/** Points of a maximum, such as 13.5 of 20: the share of it, rounded half up once. */
export const points: SchemeKind = {
  takes: ['maximum', 'places'],
  termsIn(sent) {
    if (sent.maximum === null) throw new SchemeTermsError('maximum', sentences.pointsNeedMaximum());
    return { ...sent, maximum: plainDecimal(sent.maximum), places: sent.places ?? 0 };
  },
  grader: ({ maximum, places }) => {
    const [most, decimals] = [maximum ?? '0', places ?? 0];
    return {
      gradeOf: (share) => share.times(most).toFixed(decimals),
      told: (share) =>
        sentences.gradeIsPoints({
          grade: share.times(most).toFixed(decimals),
          maximum: most,
          places: decimals,
        }),
      inOrder: (given) => numbersInOrder(given),
    };
  },
};
