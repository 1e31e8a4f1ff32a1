import { INSTANT_FORMAT } from '../../../shared/database/instant-format';
import type { Needs, Validity } from './needs';

/** An accommodation as far as terms of work depend on it. */
export type TermNeeds = Omit<Needs, 'presentation'> & Validity;

/**
 * The accommodations of one person that may count in a course, in one column, so that a statement which reads something
 * else of that person reads them too. Its `?` are the person and the course, as bytes. It reads without locks, by an index.
 *
 * Each is a short text: of long ones, MariaDB would make a temporary table on its disk.
 *
 * @param course what stands for the course: `?`, or a query of one value that does not depend on the row
 * @param person likewise
 */
export function accommodationsOf(course = '?', person = '?'): string {
  return `(SELECT JSON_ARRAYAGG(CAST(CONCAT_WS('|',
      n.time_factor, n.minutes_added, n.extra_attempts, n.days_added, n.rest_break_minutes,
      DATE_FORMAT(n.valid_from, '${INSTANT_FORMAT}'), DATE_FORMAT(n.valid_until, '${INSTANT_FORMAT}')) AS CHAR(160)))
    FROM accommodations n WHERE n.user_id = ${person} AND (n.course_id IS NULL OR n.course_id = ${course}))`;
}

/** What `accommodationsOf` selected. MySQL's driver has read the JSON already, MariaDB's has not. */
export function toAccommodations(column: unknown): TermNeeds[] {
  if (column === null || column === undefined) return [];
  const stored = (typeof column === 'string' ? JSON.parse(column) : column) as string[];
  return stored.map((text) => {
    const [timeFactor = '1', minutes, attempts, days, rest, from = '', until] = text.split('|');
    return {
      timeFactor,
      minutesAdded: Number(minutes),
      extraAttempts: Number(attempts),
      daysAdded: Number(days),
      restBreakMinutes: Number(rest),
      validFrom: new Date(from),
      // CONCAT_WS passes over what is NULL, so the last part is missing.
      validUntil: until === undefined ? null : new Date(until),
    };
  });
}
