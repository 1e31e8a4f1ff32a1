import { INSTANT_FORMAT } from '../../../shared/database/instant-format';
import { accommodationsOf, toAccommodations } from '../../enrollments';
import type { Accommodated, GrantedException } from './effective-terms';
import { toGranted } from './exception-records';

/** What one person has in one quiz beyond others, as `PERSONAL_FACTS` reads it. */
export interface PersonalFacts {
  accommodations: readonly Accommodated[];
  exception: GrantedException | undefined;
}

/** Columns as a driver gives them: JSON, read or not. */
export interface PersonalRow {
  accommodations: unknown;
  exception: unknown;
}

const COURSE_OF_QUIZ = '(SELECT course_id FROM quizzes WHERE activity_id = ?)';

/**
 * Columns for a statement about one person and one quiz, which so costs no other statement. Their `?` are `personalValues`.
 * They depend on no row, so they are read once, and without locks.
 */
export const PERSONAL_FACTS: Record<keyof PersonalRow, string> = {
  accommodations: accommodationsOf(COURSE_OF_QUIZ),
  exception: `(SELECT JSON_ARRAY(x.granted, DATE_FORMAT(x.opens_at, '${INSTANT_FORMAT}'), DATE_FORMAT(x.due_at, '${INSTANT_FORMAT}'),
      DATE_FORMAT(x.closes_at, '${INSTANT_FORMAT}'), x.time_limit_seconds, x.max_attempts, x.password_waived)
    FROM quiz_exceptions x WHERE x.activity_id = ? AND x.user_id = ?)`,
};

export function personalValues(quiz: Buffer, person: Buffer): Buffer[] {
  return [person, quiz, quiz, person];
}

type StoredException = [
  granted: string,
  opensAt: string | null,
  dueAt: string | null,
  closesAt: string | null,
  timeLimitSeconds: number | null,
  maxAttempts: number | null,
  passwordWaived: number,
];

export function toPersonalFacts({ accommodations, exception }: PersonalRow): PersonalFacts {
  return { accommodations: toAccommodations(accommodations), exception: toException(exception) };
}

function toException(column: unknown): GrantedException | undefined {
  if (column === null || column === undefined) return undefined;
  const stored = (typeof column === 'string' ? JSON.parse(column) : column) as StoredException;
  const [granted, opensAt, dueAt, closesAt, timeLimitSeconds, maxAttempts, passwordWaived] = stored;
  return toGranted({
    granted,
    grantedOpensAt: toInstant(opensAt),
    grantedDueAt: toInstant(dueAt),
    grantedClosesAt: toInstant(closesAt),
    grantedTimeLimitSeconds: timeLimitSeconds,
    grantedMaxAttempts: maxAttempts,
    passwordWaived: passwordWaived === 1,
  });
}

function toInstant(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
