/** How an enrollment stands on a day. */
export const ENROLLMENT_STATUSES = ['active', 'ended', 'upcoming'] as const;
export type EnrollmentStatus = (typeof ENROLLMENT_STATUSES)[number];

/** Whether the person can sign in: an enrollment stays as it is while its account is suspended. */
export const ACCOUNT_STATUSES = ['active', 'suspended'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** Days are `YYYY-MM-DD` of the course's time zone; `endDate` is the first day that is no longer active. */
export interface EnrollmentSpan {
  beginDate: string;
  endDate: string | null;
}

/** The status on the given day of the course's time zone. What was withdrawn before it began is ended. */
export function enrollmentStatus({ beginDate, endDate }: EnrollmentSpan, today: string): EnrollmentStatus {
  if (endDate !== null && endDate <= today) return 'ended';
  return beginDate <= today ? 'active' : 'upcoming';
}

/** `enrollmentStatus` as a condition in SQL; each `?` takes the present day of the course's time zone. */
export const STATUS_CONDITIONS: Record<EnrollmentStatus, { sql: (alias: string) => string; days: number }> = {
  active: {
    sql: (alias) => `(${alias}.begin_date <= ? AND (${alias}.end_date IS NULL OR ${alias}.end_date > ?))`,
    days: 2,
  },
  ended: { sql: (alias) => `(${alias}.end_date <= ?)`, days: 1 },
  upcoming: {
    sql: (alias) => `(${alias}.begin_date > ? AND (${alias}.end_date IS NULL OR ${alias}.end_date > ?))`,
    days: 2,
  },
};

/**
 * SQL for "the enrollment is active", for the joins of higher modules: takes the present day in the course's time
 * zone (`CourseStanding.today`) twice.
 */
export function activeOn(alias: string): string {
  return STATUS_CONDITIONS.active.sql(alias);
}
