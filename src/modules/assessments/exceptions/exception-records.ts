import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { type GrantedException, type Term, type Terms, TERMS } from './effective-terms';
import { QuizException } from './quiz-exception.entity';

/** The columns of an exception that its terms are read from. */
export const GRANTED = columnsOf(QuizException, 'x', {
  granted: 'granted',
  grantedOpensAt: 'opensAt',
  grantedDueAt: 'dueAt',
  grantedClosesAt: 'closesAt',
  grantedTimeLimitSeconds: 'timeLimitSeconds',
  grantedMaxAttempts: 'maxAttempts',
  passwordWaived: 'passwordWaived',
});
export type GrantedRow = RowOf<typeof GRANTED>;

/** Of columns that are all null where nothing was granted. */
export function toGranted(row: { [Name in keyof GrantedRow]: GrantedRow[Name] | null }):
  GrantedException | undefined {
  if (row.granted === null) return undefined;
  const names = row.granted.split(',');
  const all = {
    opensAt: row.grantedOpensAt,
    dueAt: row.grantedDueAt,
    closesAt: row.grantedClosesAt,
    timeLimitSeconds: row.grantedTimeLimitSeconds,
    maxAttempts: row.grantedMaxAttempts,
  };
  const granted = TERMS.filter((term) => names.includes(term)).map((term) => [term, all[term]]);
  return {
    ...(Object.fromEntries(granted) as Partial<typeof all>),
    passwordWaived: row.passwordWaived ?? false,
  };
}

/** The names of the terms that an exception grants. */
export function grantedTerms(exception: GrantedException): Term[] {
  return TERMS.filter((term) => exception[term] !== undefined);
}

/** These terms, of something that may have more. */
export function onlyGranted(exception: GrantedException): Partial<Terms> {
  return Object.fromEntries(grantedTerms(exception).map((term) => [term, exception[term]]));
}
