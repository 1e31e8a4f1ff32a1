import type { Sourced } from '../../../shared/database/sourced-table';
import type { EndPolicy } from './roster-kind';

/** The end of a row that has no end day: it has ended, or (null) it has not. */
export const ENDED = 'ended';

/**
 * The end policy of rows with a column for the instant of their end, which is null while they are active.
 *
 * @param isEnded true if a record that is not `tobedeleted` asks for the end all the same; never by default.
 */
export function instantEndPolicy<R, T extends object, F extends keyof T>(
  field: F,
  own: Pick<EndPolicy<R, T>, 'endAbsent' | 'protection'> & { isEnded?: (record: R) => boolean },
): EndPolicy<R, T> {
  const { isEnded = () => false, ...rest } = own;
  const endOf = (row: T): string | null => (row[field] === null ? null : ENDED);
  return {
    endOf,
    requestedEnd: (record) => (isEnded(record) ? ENDED : null),
    hasEnded: (end) => end !== null,
    endNow: () => ENDED,
    // A row that has ended already keeps its instant.
    withEnd: (row, end, { now }): Sourced<T> =>
      endOf(row) === end ? row : { ...row, [field]: end === null ? null : now },
    ...rest,
  };
}
