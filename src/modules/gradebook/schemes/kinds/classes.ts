import { SchemeTermsError } from '../../gradebook.errors';
import { sentences } from '../../gradebook.sentences';
import { plainRow, requireFalling, rowGrader } from './rows';
import type { SchemeKind } from './scheme-kind';

/** Neighbors share a bound, and each says whether it belongs to the upper one. Source: Artemis, `assessment/domain/GradeStep.java`. */
export const classes: SchemeKind = {
  takes: ['rows', 'roundsTo'],
  termsIn(sent) {
    requireFalling(sent.rows);
    if (sent.rows.some(({ value }) => value !== null))
      throw new SchemeTermsError('rows', sentences.onlyGpaHasValues());
    return { ...sent, rows: sent.rows.map(plainRow) };
  },
  grader: (terms) => rowGrader(terms),
};
