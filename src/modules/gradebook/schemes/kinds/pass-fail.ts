import { SchemeTermsError } from '../../gradebook.errors';
import { sentences } from '../../gradebook.sentences';
import { letters } from './letters';
import type { SchemeKind } from './scheme-kind';

/** Two names: from the bound of the first one on it is passed. */
export const passFail: SchemeKind = {
  takes: ['rows', 'roundsTo'],
  termsIn(sent) {
    if (sent.rows.length !== 2) throw new SchemeTermsError('rows', sentences.passFailHasTwo());
    return letters.termsIn(sent);
  },
  grader: (terms) => letters.grader(terms),
};
