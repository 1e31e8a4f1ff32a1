import { ApiProperty } from '@nestjs/swagger';
import { say } from '../../../../shared/sentences/say';
import { catalog, type Language } from '../../../../shared/sentences/sentence';
import { type Column, columnPicture } from '../../../../shared/charts/column-chart';
import { COLORS, type Picture } from '../../../../shared/charts/svg-chart';
import { NoStartDateError } from '../../progress.errors';
import { courseWeek, earlyEndsByWeek, type WeekCount } from '../../statistics/course-weeks';
import type { CourseReport } from '../course-report';
import type { ReportedCourse } from '../reported-course';

const sentences = catalog('progress.earlyEnds', {
  title: 'When learners left early: {courseTitle}',
  subtitle:
    '{total, plural, =0 {No learner has left} one {1 departure} other {# departures}} before the end of the course{before, plural, =0 {} other {, {before, number} of them before it began}}',
  description: '{subtitle}. {weeks}.',
  week: 'week {week}: {count, number}',
  weekAxis: 'Week of the course',
  weekAxisWithEarlier: 'Week of the course (−1 is the last week before it began)',
  learnerAxis: 'Learners who left',
});

export class WeekCountResponse {
  @ApiProperty({
    description: 'Week 1 begins on the day the course starts; 0 is the week before.',
    example: 3,
  })
  week: number;

  @ApiProperty({ example: 4 })
  count: number;
}

export interface EarlyEnds {
  courseTitle: string;
  /** As `earlyEndsByWeek` makes them: ascending; weeks without an end may be left out. */
  weeks: readonly WeekCount[];
  /** The week of today, or the last of the course if it is over. The picture shows all weeks of the course up to it. */
  lastWeek: number;
}

/** In which week of the course enrollments ended early. */
export const earlyEndsReport: CourseReport<{ endedByCourseWeek: WeekCount[] | null }> = {
  fields: {
    endedByCourseWeek: {
      type: [WeekCountResponse],
      nullable: true,
      description:
        'In which week of the course enrollments of learners ended early, that is before the end date of the course (every end, in a course without one). Somebody who was enrolled again counts in the week of the earlier end too. Weeks without any are left out. Null for a course without a start date.',
    },
  },

  async figures(course) {
    return { endedByCourseWeek: await weeksOf(course) };
  },

  chart: {
    name: 'ended-by-week',
    summary: 'Chart: in which week enrollments ended',
    errors: { 409: 'progress.no_start_date' },
    async draw(course, language) {
      const weeks = await weeksOf(course);
      if (weeks === null) throw new NoStartDateError();
      const { title: courseTitle, startDate, endDate, today } = course.terms;
      const lastDay = endDate !== null && endDate < today ? endDate : today;
      const lastWeek = courseWeek(lastDay, startDate ?? today);
      return earlyEndsChart({ courseTitle, weeks, lastWeek }, language);
    },
  },
};

/** Null without a start to count weeks from. */
async function weeksOf(course: ReportedCourse): Promise<WeekCount[] | null> {
  const { startDate, endDate: courseEnd } = course.terms;
  const ends = (await course.ends()).flatMap(({ endDate, ended, earlier }) =>
    endDate === null ? [] : [{ endDate, count: ended + earlier }],
  );
  return startDate === null ? null : earlyEndsByWeek(ends, startDate, courseEnd);
}

/** A year before the start and two years in all: beyond, a mistyped date would draw thousands of columns. */
const EARLIEST_WEEK = -51;
const MOST_WEEKS = 104;

/**
 * 640×480. Weeks before the start have another color: those learners left before the course began. What
 * lies outside the drawn weeks is added to the first or the last of them, whose label says so.
 */
export function earlyEndsChart({ courseTitle, weeks, lastWeek }: EarlyEnds, language: Language): Picture {
  const total = sum(weeks);
  const subtitle = sentences.subtitle({ total, before: sum(weeks.filter(({ week }) => week < 1)) });
  const columns = weekColumns(weeks, lastWeek);
  const details = columns
    .filter(({ count }) => count > 0)
    .map(({ label, count }) => sentences.week({ week: label, count }));
  const frame = {
    title: say(sentences.title({ courseTitle }), language),
    subtitle: say(subtitle, language),
    description: say(
      details.length > 0 ? sentences.description({ subtitle, weeks: details }) : subtitle,
      language,
    ),
  };
  const hasEarlier = columns.some(({ color }) => color === COLORS.orange);
  const xName = say(hasEarlier ? sentences.weekAxisWithEarlier() : sentences.weekAxis(), language);
  const yName = say(sentences.learnerAxis(), language);
  return columnPicture(frame, { columns, language, xName, yName });
}

function weekColumns(weeks: readonly WeekCount[], lastWeek: number): Column[] {
  const first = Math.min(1, weeks[0]?.week ?? 1);
  const last = Math.max(first, lastWeek, weeks.at(-1)?.week ?? 1);
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

/** Week 0, the last before the start, is written as −1: nobody starts to count at 0. */
function weekLabel(week: number, andBefore: boolean, andAfter: boolean): string {
  const prefix = andBefore ? '≤ ' : andAfter ? '≥ ' : '';
  return `${prefix}${week < 1 ? `−${1 - week}` : week}`;
}

function sum(weeks: readonly WeekCount[]): number {
  return weeks.reduce((total, { count }) => total + count, 0);
}
