import { completedPercentage } from '../statistics/completion';
import { counted, grouped, shortened } from './chart-text';
import { axisStyle, CHART_HEIGHT, COLORS, labelStyle, nothingToShow, PLOT_TOP, renderSvg } from './svg-chart';

export interface CompletionFunnel {
  courseTitle: string;
  /** Active learners of the course: the full length of a bar. */
  learners: number;
  /** In the order of the course. `completed` counts the learners, of those above, who completed the activity. */
  activities: readonly { title: string; completed: number }[];
}

const ROW_HEIGHT = 24;
const BOTTOM = 56;
const LABEL_WIDTH = 300;
const LABEL_COLUMNS = 42;

/**
 * How far learners get: a bar for every activity, in course order from top to bottom, as long as the number of
 * learners who completed it. An SVG document 960 pixels wide and at least 480 high; it grows with the activities.
 */
export function completionFunnelChart({ courseTitle, learners, activities }: CompletionFunnel): string {
  const share = (completed: number) => `${grouped(completed)} (${completedPercentage(completed, learners)}%)`;
  const details = activities.map(
    ({ title, completed }, index) => `${index + 1}. ${title}: ${share(completed)}`,
  );
  const frame = {
    title: `Completion by activity: ${courseTitle}`,
    subtitle: `${counted(learners, 'learner')}, ${counted(activities.length, 'activity', 'activities')} in course order`,
    description: `Of ${counted(learners, 'learner')}, so many completed each activity: ${details.join('; ') || 'none yet'}.`,
    height: Math.max(CHART_HEIGHT, PLOT_TOP + activities.length * ROW_HEIGHT + BOTTOM),
  };
  if (activities.length === 0) return renderSvg(frame, nothingToShow('This course has no activities yet.'));

  return renderSvg(frame, {
    grid: { left: LABEL_WIDTH + 32, right: 116, top: PLOT_TOP, bottom: BOTTOM },
    xAxis: {
      ...axisStyle,
      type: 'value',
      name: 'Share of learners who completed the activity',
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
