import { isId } from '../../../shared/database/ids';
import { cursorValues, decodeIdCursor, encodeCursor, invalidCursor } from '../../../shared/http/pagination';
import type { GridLearner, LearnerFilter, TotalPlace } from './grid.repository';

/** Where a page of learners by name begins; undefined for the first. Throws MalformedError for a cursor of another list. */
export function placeIn(cursor: string | undefined): LearnerFilter['after'] {
  if (cursor === undefined) return undefined;
  const [familyName, givenName, enrollmentId] = decodeIdCursor(cursor, 3) as [string, string, string];
  return { familyName, givenName, enrollmentId };
}

/** The cursor behind the last of the page's learners, of whom one more was read if there are more; null for the last page. */
export function nextPage(found: readonly GridLearner[], limit: number): string | null {
  const last = found[limit - 1];
  if (last === undefined || found.length <= limit) return null;
  return encodeCursor([last.familyName, last.givenName, last.enrollmentId]);
}

/** Throws MalformedError for a cursor of another order. */
export function totalPlaceIn(cursor: string | undefined): TotalPlace | undefined {
  if (cursor === undefined) return undefined;
  const [version, sortKey, userId] = cursorValues(cursor, 3);
  const isKey = sortKey === null || (typeof sortKey === 'string' && SORT_KEY.test(sortKey));
  if (!Number.isSafeInteger(version) || !isKey || typeof userId !== 'string' || !isId(userId))
    throw invalidCursor();
  return { structureVersion: version as number, sortKey, userId };
}

export function nextTotalPage(
  found: readonly { sortKey: string | null; userId: string }[],
  structureVersion: number,
  limit: number,
): string | null {
  const last = found[limit - 1];
  if (last === undefined || found.length <= limit) return null;
  return encodeCursor([structureVersion, last.sortKey, last.userId]);
}

const SORT_KEY = /^-?\d{1,18}\.\d{20}$/;
