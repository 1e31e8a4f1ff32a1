import type { EChartsOption } from 'echarts';
import type { Language } from '../../../shared/sentences/sentence';
import { grouped } from './chart-text';
import { axisStyle, CHART_WIDTH, labelStyle, PLOT_TOP } from './svg-chart';

/** An upright bar: what is written below it, how high it is, and its color. */
export interface Column {
  label: string;
  count: number;
  color: string;
}

export interface ColumnChart {
  columns: readonly Column[];
  language: Language;
  xName: string;
  yName: string;
  /** The columns are bins that border on each other. */
  touching?: boolean;
}

const PLOT_LEFT = 88;
const PLOT_RIGHT = 32;
/** Of a digit in a number above a column, in pixels; a little too much, to be safe. */
const DIGIT_WIDTH = 8;
/** Up to this many columns, every column has its label; beyond, echarts may leave labels out. */
const MOST_LABELED_COLUMNS = 12;

/** The echarts option of a chart with one row of upright bars that count something. */
export function columnOption({
  columns,
  language,
  xName,
  yName,
  touching = false,
}: ColumnChart): EChartsOption {
  return {
    grid: { left: PLOT_LEFT, right: PLOT_RIGHT, top: PLOT_TOP + 8, bottom: 68 },
    xAxis: {
      ...axisStyle,
      type: 'category',
      name: xName,
      nameGap: 36,
      data: columns.map(({ label }) => label),
      axisTick: { alignWithLabel: true },
      axisLabel: {
        ...axisStyle.axisLabel,
        interval: columns.length <= MOST_LABELED_COLUMNS ? 0 : 'auto',
        hideOverlap: true,
        showMinLabel: true,
        showMaxLabel: true,
      },
    },
    yAxis: { ...axisStyle, type: 'value', name: yName, nameGap: 56, min: 0, minInterval: 1 },
    series: [
      {
        type: 'bar',
        silent: true,
        barCategoryGap: touching ? '4%' : '25%',
        barMaxWidth: touching ? undefined : 72,
        label: {
          ...labelStyle,
          show: numbersFit(columns, language),
          position: 'top',
          formatter: ({ value }) => grouped(Number(value), language),
        },
        data: columns.map(({ count, color }) => ({ value: count, itemStyle: { color } })),
      },
    ],
  };
}

/** Whether each number is narrower than its column; wider ones would overlap. */
function numbersFit(columns: readonly Column[], language: Language): boolean {
  const digits = Math.max(...columns.map(({ count }) => grouped(count, language).length));
  return digits * DIGIT_WIDTH * columns.length <= CHART_WIDTH - PLOT_LEFT - PLOT_RIGHT;
}
