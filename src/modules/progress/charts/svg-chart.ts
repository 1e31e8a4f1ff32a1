import { createHash } from 'node:crypto';
import { init, type EChartsOption } from 'echarts';
import { escapedXml, plainText, shortened } from './chart-text';

/** The colors of Okabe and Ito (2008), which people with any kind of color vision can tell apart. */
export const COLORS = {
  blue: '#0072b2',
  orange: '#e69f00',
  green: '#009e73',
  vermilion: '#d55e00',
} as const;
/** Dark enough on white for small text: a contrast of at least 7 to 1 (WCAG 2.2, 1.4.6). */
const INK = '#333a45';
const GRID = '#dfe3e8';

export const CHART_WIDTH = 960;
export const CHART_HEIGHT = 480;
/** Room for title and subtitle above the plot. */
export const PLOT_TOP = 92;

const TITLE_COLUMNS = 80;
const SUBTITLE_COLUMNS = 130;
const LONGEST_FULL_TITLE = 300;
// Generic: the viewer picks a font that is there.
const FONT = 'sans-serif';
// The width in columns is an estimate; a title in capitals may be wider.
const CUT_OFF = { width: CHART_WIDTH - 56, overflow: 'truncate', ellipsis: '…' } as const;

export interface ChartFrame {
  title: string;
  /** One line below the title, with the numbers that frame the picture. */
  subtitle: string;
  /** All that the picture shows, in words and numbers, for those who do not see it. */
  description: string;
  height?: number;
}

/** Text and lines of an axis, the same in all charts. */
export const axisStyle = {
  nameLocation: 'middle',
  nameTextStyle: { color: INK, fontSize: 14 },
  axisLabel: { color: INK, fontSize: 13 },
  axisLine: { lineStyle: { color: INK } },
  splitLine: { lineStyle: { color: GRID } },
} as const;

/** Numbers at the bars, the same in all charts. */
export const labelStyle = { show: true, color: INK, fontSize: 13, textBorderWidth: 0 } as const;

/**
 * Draws a chart as a complete SVG document. The same data give the same text, byte for byte: the numbers
 * that echarts counts up while the process runs are removed. Without script and style elements.
 */
export function renderSvg(frame: ChartFrame, option: EChartsOption): string {
  const chart = init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: CHART_WIDTH,
    height: frame.height ?? CHART_HEIGHT,
  });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: '#ffffff',
      textStyle: { fontFamily: FONT },
      title: {
        text: shortened(frame.title, TITLE_COLUMNS),
        subtext: shortened(frame.subtitle, SUBTITLE_COLUMNS),
        left: 24,
        top: 16,
        itemGap: 8,
        textStyle: { color: INK, fontSize: 19, fontFamily: FONT, ...CUT_OFF },
        subtextStyle: { color: INK, fontSize: 14, fontFamily: FONT, ...CUT_OFF },
      },
      ...option,
    });
    return accessible(withoutRunningNumbers(chart.renderToSVGString()), frame);
  } finally {
    chart.dispose();
  }
}

/** In place of a plot without data: a message in the middle. */
export function nothingToShow(message: string): EChartsOption {
  return {
    graphic: {
      type: 'text',
      left: 'center',
      top: 'middle',
      silent: true,
      style: { text: message, fill: INK, font: `16px ${FONT}` },
    },
  };
}

/**
 * echarts counts charts and hover styles up while the process runs. A still picture needs neither the styles nor the
 * attributes for scripts in a browser. Quotes in user-given text are escaped, so these match no text.
 */
function withoutRunningNumbers(svg: string): string {
  return svg
    .replace(/<style\b[^>]*>[\s\S]*?<\/style>\s*/g, '')
    .replace(/ (?:class="zr\d+-cls-\d+"|ecmeta_\w+="[^"]*")/g, '')
    .replace(/\bzr\d+-(?=[a-z]\d+)/g, 'zr-');
}

/** Names and describes the picture to screen readers (WAI-ARIA Graphics Module; SVG 2, title and desc). */
function accessible(svg: string, { title, description }: ChartFrame): string {
  const name = escapedXml(plainText(title).slice(0, LONGEST_FULL_TITLE).toWellFormed());
  const text = escapedXml(plainText(description));
  // Differs between charts, so that a page can hold several of them.
  const id = `chart-${createHash('sha256').update(`${name}\n${text}`).digest('hex').slice(0, 12)}`;
  return svg.replace(
    /^<svg([^>]*)>/,
    (_, attributes: string) =>
      `<svg${attributes} role="img" aria-labelledby="${id}-title ${id}-desc">` +
      `\n<title id="${id}-title">${name}</title>\n<desc id="${id}-desc">${text}</desc>`,
  );
}
