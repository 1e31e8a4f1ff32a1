import { fromBinary } from '../../../shared/database/ids';
import { INSTANT_FORMAT } from '../../../shared/database/instant-format';
import type { PersonalFacts } from '../../assessments';
import { accommodationsOf, toAccommodations } from '../../enrollments';
import { toDates } from '../line-items/counted-due';

/** What a learner of a course has in its quizzes beyond others, as far as dates depend on it. */
export interface PersonalWork {
  accommodations: PersonalFacts['accommodations'];
  /** By quiz. */
  exceptions: ReadonlyMap<string, PersonalFacts['exception']>;
}

/** What `personalWorkOf` selected: JSON, read by the driver or not. */
export interface PersonalWorkRow {
  accommodations: unknown;
  exceptions: unknown;
}

/**
 * Columns for a statement about the learners of a course, which so costs no other statement.
 *
 * @param course an expression of the statement: the id of the course
 * @param person likewise, of the learner
 */
export function personalWorkOf(course: string, person: string): Record<keyof PersonalWorkRow, string> {
  return {
    accommodations: accommodationsOf(course, person),
    // Each is a short text, as those of the accommodations are.
    exceptions: `(SELECT JSON_ARRAYAGG(CAST(CONCAT(HEX(x.activity_id), '|', x.granted, '|',
        COALESCE(DATE_FORMAT(x.due_at, '${INSTANT_FORMAT}'), ''), '|',
        COALESCE(DATE_FORMAT(x.closes_at, '${INSTANT_FORMAT}'), ''), '|', COALESCE(x.due_time_zone, '')) AS CHAR(270)))
      FROM quiz_exceptions x WHERE x.course_id = ${course} AND x.user_id = ${person})`,
  };
}

/** Undefined for most learners: they have the terms of everybody. */
export function toPersonalWork({ accommodations, exceptions }: PersonalWorkRow): PersonalWork | undefined {
  if (accommodations === null && exceptions === null) return undefined;
  const stored = typeof exceptions === 'string' ? (JSON.parse(exceptions) as string[]) : exceptions;
  return {
    accommodations: toAccommodations(accommodations),
    exceptions: new Map(((stored ?? []) as string[]).map(toException)),
  };
}

function toException(text: string): [string, PersonalFacts['exception']] {
  const [quiz = '', granted = '', dueAt, closesAt, zone] = text.split('|');
  const dates = {
    granted,
    grantedDueAt: toInstant(dueAt),
    grantedClosesAt: toInstant(closesAt),
    grantedDueTimeZone: zone || null,
  };
  return [fromBinary(Buffer.from(quiz, 'hex')), toDates(dates)];
}

function toInstant(text: string | undefined): Date | null {
  return text ? new Date(text) : null;
}
