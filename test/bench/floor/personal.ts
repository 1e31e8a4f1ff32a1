import { Refusal } from './standing';

/** Of a quiz and one person, as `personal` reads it. */
export interface PersonalRow {
  timeLimitSeconds: number | null;
  /** The largest factor and the most minutes that were granted; null without an accommodation in force. */
  needs: string | null;
  hasException: number | null;
}

/**
 * Columns, for the quiz `z`. Takes the person, what `course` takes, the present instant twice, and the person again.
 *
 * @param course what stands for the course: a query of it that depends on no row, so that accommodations are read once
 */
export function personal(course: string): string {
  return `(SELECT CONCAT(MAX(n.time_factor), '|', MAX(n.minutes_added)) FROM accommodations n
      WHERE n.user_id = ? AND (n.course_id IS NULL OR n.course_id = ${course}) AND n.valid_from <= ?
        AND (n.valid_until IS NULL OR n.valid_until > ?)) AS needs,
    EXISTS (SELECT 1 FROM quiz_exceptions x WHERE x.activity_id = z.activity_id AND x.user_id = ?) AS hasException`;
}

interface Dates {
  opensAt: Date | null;
  dueAt: Date | null;
  closesAt: Date | null;
  maxAttempts: number | null;
}

/**
 * The time limit of one person in seconds. Accommodations of the benchmark give time and nothing else, and nobody has an
 * exception.
 */
export function limitFor({ timeLimitSeconds, needs, hasException }: PersonalRow): number | null {
  if (hasException === 1) throw new Refusal(501);
  if (timeLimitSeconds === null || needs === null) return timeLimitSeconds;
  const [factor, minutes] = needs.split('|').map(Number) as [number, number];
  return Math.ceil(timeLimitSeconds * factor) + minutes * 60;
}

/** Nobody of the benchmark has another due than everybody: accommodations add no days. */
export function refuseOwnDues(rows: readonly { daysAdded: number | null; hasException: number }[]): void {
  if (rows.some(({ daysAdded, hasException }) => (daysAdded ?? 0) > 0 || hasException === 1))
    throw new Refusal(501);
}

/** Whether and by how many days a result is late, and what there is to say about it: courses of the benchmark take nothing for it. */
export function lateness(
  status: string | null,
  submittedAt: Date | null,
  dueAt: Date | null,
): { late: boolean; daysLate: number | null; lateness: object | null } {
  if (submittedAt === null || dueAt === null || status === 'exempt' || status === 'not submitted')
    return { late: false, daysLate: null, lateness: null };
  const seconds = Math.ceil((submittedAt.getTime() - dueAt.getTime()) / 1000);
  if (seconds <= 0) return { late: false, daysLate: 0, lateness: null };
  const nothing = {
    deducted: '0',
    isAtFloor: false,
    isWaived: false,
    graceTokens: 0,
    countedSeconds: seconds,
  };
  return {
    late: true,
    daysLate: Math.ceil(seconds / 86_400),
    lateness: { status: 'late', isByHand: false, seconds, ...nothing },
  };
}

/** What an outline tells of the terms of a person; null where they are those of everybody. */
export function personalTerms(row: PersonalRow & Dates): object | null {
  const limit = limitFor(row);
  if (limit === row.timeLimitSeconds) return null;
  const { opensAt, dueAt, closesAt, maxAttempts } = row;
  const quiz = 'quiz';
  return {
    ...{ opensAt, dueAt, closesAt, timeLimitSeconds: limit, maxAttempts },
    ...{ endsBy: null, cutBy: null, passwordWaived: false, restBreakMinutes: 0, nextChangeAt: null },
    origins: {
      ...{ opensAt: quiz, dueAt: quiz, closesAt: quiz, maxAttempts: quiz },
      timeLimitSeconds: 'accommodation',
    },
  };
}
