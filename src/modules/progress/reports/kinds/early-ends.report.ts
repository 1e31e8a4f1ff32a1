import { ApiProperty } from '@nestjs/swagger';
import { say } from '../../../../shared/sentences/say';
import { catalog, type Language } from '../../../../shared/sentences/sentence';
import { type Column, columnOption } from '../../charts/column-chart';
import { COLORS, nothingToShow, renderSvg } from '../../charts/svg-chart';
import { NoStartDateError } from '../../progress.errors';
import { earlyEndsByWeek, type WeekCount } from '../../statistics/course-weeks';
import type { CourseReport } from '../course-report';
import type { ReportedCourse } from '../reported-course';

const sentences = catalog('progress.earlyEnds', {
  title: 'Enrollments ended early, by course week: {courseTitle}',
  subtitle:
    '{total, plural, one {1 enrollment} other {# enrollments}} ended early, {before, number} of them before the course began (weeks up to 0)',
  description: '{subtitle}. {weeks}.',
  week: 'week {week}: {count, number}',
  noneEnded: 'No enrollment has ended early.',
  weekAxis: 'Course week (week 1 begins on the day the course starts)',
  enrollmentAxis: 'Enrollments',
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
}

/** In which week of the course enrollments ended early. */
export const earlyEndsReport: CourseReport<{ endedByCourseWeek: WeekCount[] | null }> = {
  fields: {
    endedByCourseWeek: {
      type: [WeekCountResponse],
      nullable: true,
      description:
        'In which week of the course enrollments ended early, that is before the end date of the course (every end, in a course without one). Weeks without any are left out. Null for a course without a start date.',
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
      return earlyEndsChart({ courseTitle: course.standing.title, weeks }, language);
    },
  },
};

/** Null without a start to count weeks from. */
async function weeksOf(course: ReportedCourse): Promise<WeekCount[] | null> {
  const { startDate, endDate: courseEnd } = course.standing;
  const ends = (await course.ends()).flatMap(({ endDate, count, suspended }) =>
    endDate === null ? [] : [{ endDate, count: count - suspended }],
  );
  return startDate === null ? null : earlyEndsByWeek(ends, startDate, courseEnd);
}

/** A year before the start and two years in all: beyond, a mistyped date would draw thousands of columns. */
const EARLIEST_WEEK = -51;
const MOST_WEEKS = 104;

/**
 * 960×480. Weeks before the start (0 and below) have another color: those learners left before the course began. What
 * lies outside the drawn weeks is added to the first or the last of them, whose label says so.
 */
export function earlyEndsChart({ courseTitle, weeks }: EarlyEnds, language: Language): string {
  const total = sum(weeks);
  const subtitle = sentences.subtitle({ total, before: sum(weeks.filter(({ week }) => week < 1)) });
  const columns = weekColumns(weeks);
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
  if (total === 0) return renderSvg(frame, nothingToShow(say(sentences.noneEnded(), language)));
  return renderSvg(
    frame,
    columnOption({
      columns,
      language,
      xName: say(sentences.weekAxis(), language),
      yName: say(sentences.enrollmentAxis(), language),
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
