import { ApiProperty } from '@nestjs/swagger';
import { say } from '../../../../shared/sentences/say';
import { catalog, type Language } from '../../../../shared/sentences/sentence';
import { ACTIVITY_TYPES, type ActivityType } from '../../../courses';
import { plainText, shortened } from '../../../../shared/charts/chart-text';
import {
  axisStyle,
  COLORS,
  FONT_SIZE,
  labelStyle,
  nothingToShow,
  type Picture,
  pictureOf,
} from '../../../../shared/charts/svg-chart';
import { completedPercentage } from '../../statistics/completion';
import type { CourseReport } from '../course-report';
import type { ReportedCourse } from '../reported-course';
import type { DoableActivity } from '../reports.repository';

const sentences = catalog('progress.completionFunnel', {
  title: 'How many completed each activity: {courseTitle}',
  subtitle:
    '{learners, plural, one {1 learner} other {# learners}}, {activities, plural, one {1 activity} other {# activities}} in the order of the course',
  description: '{subtitle}. How many learners completed each activity: {details}.',
  none: 'none yet',
  noActivities: 'This course has no activities yet.',
  activity: '{number, number}. {title}',
  completed: '{completed, number} of {learners, number} ({percentage}%)',
  step: '{activity}: {completed}',
  share: 'Share of learners who completed it',
});

export class FunnelStepResponse {
  @ApiProperty({ format: 'uuid' })
  activityId: string;

  @ApiProperty({ example: 'Mean, median and mode' })
  title: string;

  @ApiProperty({ enum: ACTIVITY_TYPES, example: 'page' })
  type: ActivityType;

  @ApiProperty({
    type: 'integer',
    description: 'Active learners, without those who are exempt from it.',
    example: 24,
  })
  learners: number;

  @ApiProperty({ type: 'integer', description: 'Those of them who completed it.', example: 21 })
  completed: number;

  @ApiProperty({ description: 'The share who completed it, in percent.', format: 'decimal', example: '87.5' })
  percentage: string;
}

export interface CompletionFunnel {
  courseTitle: string;
  /** Active learners of the course. */
  learners: number;
  /** In the order of the course: of how many learners the activity is asked, and how many of these completed it. */
  activities: readonly { title: string; learners: number; completed: number }[];
}

/** How many learners completed each activity. */
export const completionFunnelReport: CourseReport<{ completionFunnel: FunnelStepResponse[] }> = {
  fields: {
    completionFunnel: {
      type: [FunnelStepResponse],
      description: 'In the order of the course, without quizzes that have no questions.',
    },
  },

  async figures(course) {
    const steps = (await stepsOf(course)).map((step) => ({
      ...step,
      percentage: completedPercentage(step.completed, step.learners),
    }));
    return { completionFunnel: steps };
  },

  chart: {
    name: 'completion-funnel',
    summary: 'Chart: how many complete each activity',
    async draw(course, language) {
      const activities = await stepsOf(course);
      const learners = (await course.learners()).length;
      return completionFunnelChart({ courseTitle: course.terms.title, learners, activities }, language);
    },
  },
};

async function stepsOf(
  course: ReportedCourse,
): Promise<(DoableActivity & { learners: number; completed: number })[]> {
  const learners = await course.learners();
  const activities = await course.activities();
  const exemptions = await course.exemptions();
  const completions = await course.completions();
  const exempt = new Map<string, number>();
  for (const { userId } of learners)
    for (const activityId of exemptions(userId) ?? [])
      exempt.set(activityId, (exempt.get(activityId) ?? 0) + 1);
  return activities.map((activity) => ({
    ...activity,
    learners: learners.length - (exempt.get(activity.activityId) ?? 0),
    completed: completions.ofActivity(activity.activityId),
  }));
}

const ROW_HEIGHT = 58;
const BAR_HEIGHT = 20;
const BOTTOM = 72;
const SIDE = 28;
/** Of a line above a bar, in columns of text. */
const LINE_COLUMNS = 54;

/**
 * A bar for every activity, in course order from top to bottom, as long as the share of learners who completed it. Its title
 * and the numbers stand above it. An SVG document 640 pixels wide; it grows with the activities.
 */
export function completionFunnelChart(
  { courseTitle, learners, activities }: CompletionFunnel,
  language: Language,
): Picture {
  const wholeTexts = new Map<string, string>();
  const steps = activities.map(({ title, completed, learners: of }, index) => {
    const percentage = completedPercentage(completed, of);
    const numbers = say(sentences.completed({ completed, learners: of, percentage }), language);
    const step = (activity: string): string =>
      say(sentences.step({ activity, completed: numbers }), language);
    const activity = say(sentences.activity({ number: index + 1, title }), language);
    const shown = step(shortened(activity, LINE_COLUMNS - numbers.length));
    const whole = step(plainText(activity));
    if (shown !== whole) wholeTexts.set(shown, whole);
    // Where to draw, not a grade: a float is good enough.
    return { shown, whole, share: Math.min(100, (100 * completed) / Math.max(1, of)) };
  });
  const subtitle = sentences.subtitle({ learners, activities: activities.length });
  const details = steps.map(({ whole }) => whole);
  const frame = {
    title: say(sentences.title({ courseTitle }), language),
    subtitle: say(subtitle, language),
    description: say(
      sentences.description({ subtitle, details: details.length > 0 ? details : sentences.none() }),
      language,
    ),
  };
  if (steps.length === 0) return pictureOf(frame, nothingToShow(say(sentences.noActivities(), language)));

  const barTexts = steps.map(({ shown }) => shown);
  const plotHeight = steps.length * ROW_HEIGHT + BOTTOM;
  return pictureOf(
    { ...frame, plotHeight, wholeTexts },
    (top) => ({
      grid: { left: SIDE, right: SIDE, top, bottom: BOTTOM },
      xAxis: {
        ...axisStyle,
        type: 'value',
        name: say(sentences.share(), language),
        nameGap: 34,
        min: 0,
        max: 100,
        interval: 25,
        axisLabel: { ...axisStyle.axisLabel, formatter: '{value}%' },
      },
      yAxis: {
        ...axisStyle,
        type: 'category',
        // Echarts starts categories at the bottom.
        inverse: true,
        data: barTexts,
        axisTick: { show: false },
        axisLabel: { show: false },
      },
      series: [
        {
          type: 'bar',
          silent: true,
          barWidth: BAR_HEIGHT,
          itemStyle: { color: COLORS.blue },
          label: {
            ...labelStyle,
            position: [4, -FONT_SIZE - 3],
            align: 'left',
          },
          data: steps.map(({ share }) => share),
        },
      ],
    }),
    barTexts,
  );
}
