import type { EChartsOption } from 'echarts';
import type { Language } from '../sentences/sentence';
import { grouped } from './chart-text';
import {
  axisStyle,
  CHART_WIDTH,
  type ChartFrame,
  labelStyle,
  LETTER_WIDTH,
  type Picture,
  pictureOf,
} from './svg-chart';

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

const PLOT_LEFT = 84;
const PLOT_RIGHT = 24;
const PLOT_WIDTH = CHART_WIDTH - PLOT_LEFT - PLOT_RIGHT;
/** Up to this many columns, every column has its label; beyond, echarts may leave labels out. */
const MOST_LABELED_COLUMNS = 12;

/** A chart with one row of upright bars that count something. */
export function columnPicture(frame: ChartFrame, chart: ColumnChart): Picture {
  const texts = chart.columns.map(({ count }) => grouped(count, chart.language));
  return pictureOf(frame, (top) => columnOption(chart, top), texts);
}

function columnOption(
  { columns, language, xName, yName, touching = false }: ColumnChart,
  top: number,
): EChartsOption {
  const isLabeled = columns.length <= MOST_LABELED_COLUMNS;
  const isSlanted = isLabeled && !fit(columns.map(({ label }) => label));
  return {
    grid: { left: PLOT_LEFT, right: PLOT_RIGHT, top: top + 24, bottom: isSlanted ? 108 : 72 },
    xAxis: {
      ...axisStyle,
      type: 'category',
      name: xName,
      nameGap: isSlanted ? 80 : 40,
      data: columns.map(({ label }) => label),
      axisTick: { ...axisStyle.axisTick, alignWithLabel: true },
      axisLabel: {
        ...axisStyle.axisLabel,
        interval: isLabeled ? 0 : 'auto',
        rotate: isSlanted ? 45 : 0,
        hideOverlap: !isSlanted,
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
          show: fit(columns.map(({ count }) => grouped(count, language))),
          position: 'top',
        },
        data: columns.map(({ count, color }) => ({ value: count, itemStyle: { color } })),
      },
    ],
  };
}

/** Whether each text is narrower than its column; wider ones would overlap. */
function fit(texts: readonly string[]): boolean {
  const letters = Math.max(...texts.map((text) => text.length));
  return letters * LETTER_WIDTH * texts.length <= PLOT_WIDTH;
}
