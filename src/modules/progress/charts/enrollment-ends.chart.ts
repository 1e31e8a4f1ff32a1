import type { WeekCount } from '../statistics/course-weeks';
import { counted } from './chart-text';
import { columnOption, type Column } from './column-chart';
import { COLORS, nothingToShow, renderSvg } from './svg-chart';

export interface EnrollmentEndsByWeek {
  courseTitle: string;
  /** As `earlyEndsByWeek` makes them: ascending; weeks without an end may be left out. */
  weeks: readonly WeekCount[];
}

/** A year before the start and two years in all: beyond, a mistyped date would draw thousands of columns. */
const EARLIEST_WEEK = -51;
const MOST_WEEKS = 104;

/**
 * In which week of the course enrollments ended early, 960×480. Weeks before the start (0 and below) have
 * another color: those learners left before the course began. What lies outside the drawn weeks is added to
 * the first or the last of them, whose label says so.
 */
export function enrollmentEndsChart({ courseTitle, weeks }: EnrollmentEndsByWeek): string {
  const total = sum(weeks);
  const before = sum(weeks.filter(({ week }) => week < 1));
  const subtitle = `${counted(total, 'enrollment')} ended early, ${before} of them before the course began (weeks up to 0)`;
  const columns = weekColumns(weeks);
  const details = columns
    .filter(({ count }) => count > 0)
    .map(({ label, count }) => `week ${label}: ${count}`);
  const frame = {
    title: `Enrollments ended early, by course week: ${courseTitle}`,
    subtitle,
    description: `${subtitle}. ${details.length > 0 ? `${details.join('; ')}.` : ''}`,
  };
  if (total === 0) return renderSvg(frame, nothingToShow('No enrollment has ended early.'));
  return renderSvg(
    frame,
    columnOption({
      columns,
      xName: 'Course week (week 1 begins on the day the course starts)',
      yName: 'Enrollments',
    }),
  );
}

function weekColumns(weeks: readonly WeekCount[]): Column[] {
  const first = weeks[0]?.week ?? 1;
  const last = weeks.at(-1)?.week ?? 1;
  const from = Math.max(first, EARLIEST_WEEK);
  const to = Math.min(Math.max(last, from), from + MOST_WEEKS - 1);
  const columns = Array.from({ length: to - from + 1 }, (_, index) => ({
    label: weekLabel(from + index, first < from && index === 0, last > to && from + index === to),
    count: 0,
    color: from + index < 1 ? COLORS.orange : COLORS.blue,
  }));
  for (const { week, count } of weeks) {
    const column = columns[Math.min(Math.max(week, from), to) - from];
    if (column) column.count += count;
  }
  return columns;
}

function weekLabel(week: number, andBefore: boolean, andAfter: boolean): string {
  const prefix = andBefore ? '≤ ' : andAfter ? '≥ ' : '';
  return `${prefix}${week}`.replace('-', '−');
}

function sum(weeks: readonly WeekCount[]): number {
  return weeks.reduce((total, { count }) => total + count, 0);
}
