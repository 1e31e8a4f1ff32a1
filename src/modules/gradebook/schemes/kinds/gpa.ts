import { SchemeTermsError } from '../../gradebook.errors';
import { sentences } from '../../gradebook.sentences';
import { plainRow, requireFalling, rowGrader } from './rows';
import type { SchemeKind } from './scheme-kind';

/** Grade points, such as 3.7 for A−: what a row is worth in an average of courses is the grade. */
export const gpa: SchemeKind = {
  takes: ['rows', 'roundsTo'],
  termsIn(sent) {
    requireFalling(sent.rows);
    if (sent.rows.some(({ includesFrom }) => !includesFrom))
      throw new SchemeTermsError('rows', sentences.onlyClassesExclude());
    if (sent.rows.some(({ value }) => value === null))
      throw new SchemeTermsError('rows', sentences.gpaNeedsValues());
    return { ...sent, rows: sent.rows.map(plainRow) };
  },
  grader: (terms) => rowGrader(terms, ({ name, value }) => value ?? name),
};
