import type { Sourced } from '../../../shared/database/sourced-table';
import type { Ending } from './roster-kind';

/** The end of what has no day for it. */
export const ENDED = 'ended';

/** The ending of rows that have an instant for it, null while they last. */
export function instantEnding<R, T extends object, F extends keyof T>(
  field: F,
  own: Pick<Ending<R, T>, 'endAbsent' | 'forbidden'> & { isAsked?: (record: R) => boolean },
): Ending<R, T> {
  const { isAsked = () => false, ...rest } = own;
  const of = (row: T): string | null => (row[field] === null ? null : ENDED);
  return {
    of,
    asked: (record) => (isAsked(record) ? ENDED : null),
    isOver: (end) => end !== null,
    immediate: () => ENDED,
    // An end that has come keeps its instant.
    put: (row, end, { now }): Sourced<T> =>
      of(row) === end ? row : { ...row, [field]: end === null ? null : now },
    ...rest,
  };
}
