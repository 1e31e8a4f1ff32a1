import { addDays, daysBetween } from '../../../shared/time/zoned-time';
import {
  type ConcludedFacts,
  type CourseRole,
  ENROLLMENT_STATES,
  type EnrollmentState,
  stateInForce,
} from '../../courses';
import type { Standing } from '../states/moves';

/** What an enrollment became on a day of the course's time zone: where it changed several times, the last of them. */
export interface Turn extends Standing {
  day: string;
}

/** All that an enrollment went through, the earliest first. Before its first turn it was not there. */
export interface Story {
  role: CourseRole;
  turns: readonly Turn[];
}

/** How many enrollments were in each state. */
export type StateCounts = Record<EnrollmentState, number>;

/** How many enrollments were in force in each state at the end of a day. */
export interface DayCounts {
  day: string;
  counts: StateCounts;
}

/**
 * The state in force at the end of a day by what was stored then. A stored end whose day has not come is one that was written down without a
 * move, before histories were kept: until then the enrollment was active.
 */
export function stateOn(
  role: CourseRole,
  { state, beginDate, endDate }: Standing,
  course: ConcludedFacts,
  day: string,
): EnrollmentState {
  const isOpen = state === 'active' || state === 'suspended';
  const isEarly = !isOpen && endDate !== null && day < endDate;
  return stateInForce({ role, state: isEarly ? 'active' : state, beginDate, endDate }, course, day);
}

/**
 * The counts of each day from the one to the other, both included. Each turn is looked at only on the days on which its state can change, and counts
 * as a difference, so that the days cost nothing.
 *
 * @param course its status is that of today: that a course is archived says nothing of earlier days
 */
export function countsByDay(
  stories: readonly Story[],
  course: Pick<ConcludedFacts, 'endDate'>,
  { from, until }: { from: string; until: string },
): DayCounts[] {
  const length = daysBetween(from, until) + 1;
  const concluded: ConcludedFacts = { status: 'published', endDate: course.endDate };
  const after = addDays(until, 1);
  const changes = Object.fromEntries(
    ENROLLMENT_STATES.map((state) => [state, new Int32Array(length + 1)]),
  ) as Record<EnrollmentState, Int32Array>;
  const add = (state: EnrollmentState, day: string, amount: number): void => {
    const index = daysBetween(from, day);
    changes[state][index] = (changes[state][index] ?? 0) + amount;
  };
  for (const { role, turns } of stories)
    for (const [index, turn] of turns.entries()) {
      const next = turns[index + 1]?.day ?? after;
      const [first, end] = [turn.day < from ? from : turn.day, next < after ? next : after];
      if (first >= end) continue;
      const dayAfter = course.endDate === null ? null : addDays(course.endDate, 1);
      const bounds = [turn.beginDate, turn.endDate, dayAfter].filter(
        (day): day is string => day !== null && day > first && day < end,
      );
      const days = [first, ...[...new Set(bounds)].sort(), end];
      for (const [at, day] of days.slice(0, -1).entries()) {
        const state = stateOn(role, turn, concluded, day);
        add(state, day, 1);
        add(state, days[at + 1] ?? end, -1);
      }
    }
  const running = Object.fromEntries(ENROLLMENT_STATES.map((state) => [state, 0])) as StateCounts;
  return Array.from({ length }, (_, index) => {
    for (const state of ENROLLMENT_STATES) running[state] += changes[state][index] ?? 0;
    return { day: addDays(from, index), counts: { ...running } };
  });
}

/** Of the days, the last one of each week, which begins on a Monday, and the last one of all. */
export function lastOfWeeks(days: readonly DayCounts[]): DayCounts[] {
  return days.filter(
    ({ day }, index) => index === days.length - 1 || new Date(`${day}T00:00:00Z`).getUTCDay() === 0,
  );
}
