import type { CourseRole, CourseStatus } from '../../../shared/auth/permissions';

/*
 * The states of an enrollment (decision 85). One is stored; the one in force follows from it, from the days on which the
 * person has access, and from the course. It is worked out at every read, so nobody waits for a sweep to be right.
 */

/** The states that an enrollment is stored in. The last three end it, and give its days an end that has come. */
export const STORED_STATES = ['active', 'suspended', 'completed', 'withdrawn', 'expired'] as const;
export type StoredState = (typeof STORED_STATES)[number];

/** The states that an enrollment can be in force in. `upcoming`: active, but its first day has not come. */
export const ENROLLMENT_STATES = ['active', 'upcoming', ...STORED_STATES.slice(1)] as const;
export type EnrollmentState = StoredState | 'upcoming';

/** Days are `YYYY-MM-DD` of the course's time zone; `endDate` is the first day without access. */
export interface StateFacts {
  state: StoredState;
  role: CourseRole;
  beginDate: string;
  endDate: string | null;
}

/** What of a course bears on the enrollments in it. `endDate` is its last day. */
export interface ConcludedFacts {
  status: CourseStatus;
  endDate: string | null;
}

/** Whether the course is over for its learners: archived, or after its last day. */
export function isConcluded({ status, endDate }: ConcludedFacts, today: string): boolean {
  return status === 'archived' || (endDate !== null && endDate < today);
}

/**
 * The state in force on the day. A learner whose access lasted as long as the course has completed it; one whose access
 * ended before is `expired`. Of staff, the course's end says nothing: they go on marking.
 */
export function stateInForce(
  { state, role, beginDate, endDate }: StateFacts,
  course: ConcludedFacts,
  today: string,
): EnrollmentState {
  if (state !== 'active' && state !== 'suspended') return state;
  const isOver = role === 'learner' && isConcluded(course, today);
  if (endDate !== null && endDate <= today) {
    const lasted = isOver && course.endDate !== null && endDate > course.endDate;
    return lasted && state === 'active' ? 'completed' : 'expired';
  }
  if (state === 'suspended') return state;
  if (isOver) return 'completed';
  return beginDate <= today ? 'active' : 'upcoming';
}

/**
 * `stateInForce` in SQL, of an alias of `enrollments` in one course, whose facts are values: takes what `stateValues` gives.
 */
export function stateInForceSql(alias: string): string {
  const isActive = `${alias}.state = 'active'`;
  const isOver = `(${alias}.role = 'learner' AND ?)`;
  return `CASE WHEN ${alias}.state NOT IN ('active', 'suspended') THEN ${alias}.state
    WHEN ${alias}.end_date <= ? THEN IF(${isActive} AND ${isOver} AND COALESCE(${alias}.end_date > ?, FALSE), 'completed', 'expired')
    WHEN NOT (${isActive}) THEN ${alias}.state
    WHEN ${isOver} THEN 'completed'
    ELSE IF(${alias}.begin_date <= ?, 'active', 'upcoming') END`;
}

/** The values that `stateInForceSql` takes. */
export function stateValues(course: ConcludedFacts, today: string): (string | number | null)[] {
  const isOver = isConcluded(course, today) ? 1 : 0;
  return [today, isOver, course.endDate, isOver, today];
}
