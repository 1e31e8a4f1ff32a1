import { ApiProperty } from '@nestjs/swagger';
import { say } from '../../../../shared/sentences/say';
import { catalog, type Language } from '../../../../shared/sentences/sentence';
import { ACTIVITY_TYPES, type ActivityType } from '../../../courses';
import { grouped, shortened } from '../../charts/chart-text';
import {
  axisStyle,
  CHART_HEIGHT,
  COLORS,
  labelStyle,
  nothingToShow,
  PLOT_TOP,
  renderSvg,
} from '../../charts/svg-chart';
import { completedPercentage } from '../../statistics/completion';
import type { CourseReport } from '../course-report';

const sentences = catalog('progress.completionFunnel', {
  title: 'Completion by activity: {courseTitle}',
  subtitle:
    '{learners, plural, one {1 learner} other {# learners}}, {activities, plural, one {1 activity} other {# activities}} in course order',
  description:
    'Number and share of {learners, plural, one {1 learner} other {# learners}} who completed each activity: {details}.',
  none: 'none yet',
  noActivities: 'This course has no activities yet.',
  share: 'Share of learners who completed the activity',
});

export class FunnelStepResponse {
  @ApiProperty({ format: 'uuid' })
  activityId: string;

  @ApiProperty({ example: 'Mean, median and mode' })
  title: string;

  @ApiProperty({ enum: ACTIVITY_TYPES, example: 'page' })
  type: ActivityType;

  @ApiProperty({ description: 'Active learners who completed it.', example: 21 })
  completed: number;

  @ApiProperty({ description: 'Of the active learners.', format: 'decimal', example: '87.5' })
  percentage: string;
}

export interface CompletionFunnel {
  courseTitle: string;
  /** Active learners of the course: the full length of a bar. */
  learners: number;
  /** In the order of the course. `completed` counts the learners, of those above, who completed the activity. */
  activities: readonly { title: string; completed: number }[];
}

/** How many learners completed each activity. */
export const completionFunnelReport: CourseReport<{ completionFunnel: FunnelStepResponse[] }> = {
  fields: { completionFunnel: { type: [FunnelStepResponse], description: 'In the order of the course.' } },

  async figures(course) {
    const learners = (await course.learners()).length;
    const steps = (await course.activities()).map((activity) => ({
      ...activity,
      percentage: completedPercentage(activity.completed, learners),
    }));
    return { completionFunnel: steps };
  },

  chart: {
    name: 'completion-funnel',
    summary: 'Chart: how many complete each activity',
    async draw(course, language) {
      const learners = (await course.ends()).reduce((total, { active }) => total + active, 0);
      const activities = await course.activities();
      return completionFunnelChart({ courseTitle: course.standing.title, learners, activities }, language);
    },
  },
};

const ROW_HEIGHT = 24;
const BOTTOM = 56;
const LABEL_WIDTH = 300;
const LABEL_COLUMNS = 42;

/**
 * A bar for every activity, in course order from top to bottom, as long as the share of learners who completed it. An SVG
 * document 960 pixels wide and at least 480 high; it grows with the activities.
 */
export function completionFunnelChart(
  { courseTitle, learners, activities }: CompletionFunnel,
  language: Language,
): string {
  const share = (completed: number): string =>
    `${grouped(completed, language)} (${completedPercentage(completed, learners)}%)`;
  const details = activities.map(
    ({ title, completed }, index) => `${index + 1}. ${title}: ${share(completed)}`,
  );
  const frame = {
    title: say(sentences.title({ courseTitle }), language),
    subtitle: say(sentences.subtitle({ learners, activities: activities.length }), language),
    description: say(
      sentences.description({ learners, details: details.length > 0 ? details : sentences.none() }),
      language,
    ),
    height: Math.max(CHART_HEIGHT, PLOT_TOP + activities.length * ROW_HEIGHT + BOTTOM),
  };
  if (activities.length === 0)
    return renderSvg(frame, nothingToShow(say(sentences.noActivities(), language)));

  return renderSvg(frame, {
    grid: { left: LABEL_WIDTH + 32, right: 116, top: PLOT_TOP, bottom: BOTTOM },
    xAxis: {
      ...axisStyle,
      type: 'value',
      name: say(sentences.share(), language),
      nameGap: 30,
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
      data: activities.map(({ title }, index) => `${index + 1}. ${shortened(title, LABEL_COLUMNS)}`),
      axisTick: { show: false },
      axisLabel: {
        ...axisStyle.axisLabel,
        interval: 0,
        width: LABEL_WIDTH,
        overflow: 'truncate',
        ellipsis: '…',
      },
    },
    series: [
      {
        type: 'bar',
        silent: true,
        barWidth: '62%',
        barMaxWidth: 28,
        itemStyle: { color: COLORS.blue },
        label: {
          ...labelStyle,
          position: 'right',
          formatter: ({ dataIndex }) => share(activities[dataIndex]?.completed ?? 0),
        },
        // Where to draw, not a grade: a float is good enough.
        data: activities.map(({ completed }) => Math.min(100, (100 * completed) / Math.max(1, learners))),
      },
    ],
  });
}
