import { decodeIdCursor, encodeCursor } from '../../../shared/http/pagination';
import type { GridLearner, LearnerFilter } from './grid.repository';

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
