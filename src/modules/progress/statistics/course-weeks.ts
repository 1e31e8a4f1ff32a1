import { daysBetween, type Day } from '../../../shared/time/zoned-time';

const DAYS_IN_WEEK = 7;

/**
 * The week of a course that a day falls in: floor(days since the start / 7) + 1. Week 1 begins on the day the
 * course starts; week 0 is the week before, week −1 the one before that.
 */
export function courseWeek(day: Day, start: Day): number {
  return Math.floor(daysBetween(start, day) / DAYS_IN_WEEK) + 1;
}

/** How many of a course's enrollments end on a day. */
export interface EnrollmentEnds {
  endDate: Day;
  count: number;
}

export interface WeekCount {
  /** As `courseWeek` counts. */
  week: number;
  count: number;
}

/**
 * How many enrollments end early, by course week; weeks in ascending order, without the weeks in which none does.
 * Early is before the course's own end; in a course without an end, every enrollment that ends does so early.
 */
export function earlyEndsByWeek(
  rows: readonly EnrollmentEnds[],
  start: Day,
  courseEnd: Day | null,
): WeekCount[] {
  const counts = new Map<number, number>();
  for (const { endDate, count } of rows) {
    if (courseEnd !== null && daysBetween(endDate, courseEnd) <= 0) continue;
    const week = courseWeek(endDate, start);
    counts.set(week, (counts.get(week) ?? 0) + count);
  }
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([week, count]) => ({ week, count }))
    .sort((one, other) => one.week - other.week);
}
