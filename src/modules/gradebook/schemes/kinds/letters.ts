import { SchemeTermsError } from '../../gradebook.errors';
import { sentences } from '../../gradebook.sentences';
import { plainRow, requireFalling, rowGrader } from './rows';
import type { SchemeKind } from './scheme-kind';

/** Names from bounds on, such as letters. A bound belongs to the grade that it begins. */
export const letters: SchemeKind = {
  takes: ['rows', 'roundsTo'],
  termsIn(sent) {
    requireFalling(sent.rows);
    if (sent.rows.some(({ includesFrom }) => !includesFrom))
      throw new SchemeTermsError('rows', sentences.onlyClassesExclude());
    if (sent.rows.some(({ value }) => value !== null))
      throw new SchemeTermsError('rows', sentences.onlyGpaHasValues());
    return { ...sent, rows: sent.rows.map(plainRow) };
  },
  grader: (terms) => rowGrader(terms),
};
