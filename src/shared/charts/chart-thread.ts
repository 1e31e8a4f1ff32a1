import { isMainThread } from 'node:worker_threads';
import { type EChartsOption, init } from 'echarts';
import { worker } from 'workerpool';

/** What echarts needs to draw a chart. Plain data, which can be sent to another thread. */
export interface PlainChart {
  /** Of the picture, in pixels. */
  width: number;
  height: number;
  option: EChartsOption;
  /** What stands at each bar, if the chart has labels. Not in the option, where echarts takes braces for its own. */
  barTexts: readonly string[];
}

/** Draws a chart as SVG text. */
export function drawChart({ width, height, option, barTexts }: PlainChart): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  const label = { formatter: ({ dataIndex }: { dataIndex: number }) => barTexts[dataIndex] ?? '' };
  try {
    chart.setOption(option);
    if (barTexts.length > 0) chart.setOption({ series: [{ label }] });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

// The file of a thread: it imports no other file of ours, so that a thread can load it as it stands, compiled or not.
if (!isMainThread) worker({ drawChart });
