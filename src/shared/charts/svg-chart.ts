import { createHash } from 'node:crypto';
import type { EChartsOption } from 'echarts';
import { escapedXml, plainText, wrapped } from './chart-text';
import type { PlainChart } from './chart-thread';

/** The colors of Okabe and Ito (2008), which people with any kind of color vision can tell apart. */
export const COLORS = {
  blue: '#0072b2',
  orange: '#e69f00',
  green: '#009e73',
} as const;
/** Dark enough on white for small text: a contrast of at least 7 to 1 (WCAG 2.2, 1.4.6). */
const INK = '#333a45';
const GRID = '#dfe3e8';
const PAPER = '#ffffff';

/**
 * What the colors become where people prefer dark colors. Text has a contrast of at least 7 to 1 there too, and bars at least
 * 3 to 1 (WCAG 2.2, 1.4.11).
 */
const IN_THE_DARK = {
  [PAPER]: '#16191f',
  [INK]: '#e6e9ee',
  [GRID]: '#3a414d',
  [COLORS.blue]: '#56b4e9',
  [COLORS.green]: '#33c39b',
};

/**
 * So narrow that the picture can be made smaller and still be read: on a telephone 390 pixels wide, letters of 18 pixels are 11
 * pixels high.
 */
export const CHART_WIDTH = 640;
export const CHART_HEIGHT = 480;
/** Of text at axes and bars, in pixels. */
export const FONT_SIZE = 18;
/** Of an average letter of that size; a little too much, to be safe. */
export const LETTER_WIDTH = 9.5;

const TITLE = { fontSize: 22, lineHeight: 28, columns: 48, lines: 2 };
const SUBTITLE = { fontSize: 17, lineHeight: 22, columns: 66, lines: 3 };
const MARGIN = 20;
const LONGEST_FULL_TITLE = 300;
// Generic: the viewer picks a font that is there.
const FONT = 'sans-serif';
// The width in columns is an estimate; a line in capitals may be wider.
const CUT_OFF = { width: CHART_WIDTH - 2 * MARGIN, overflow: 'truncate', ellipsis: '…' } as const;

export interface ChartFrame {
  title: string;
  /** Below the title, with the numbers that frame the picture. */
  subtitle: string;
  /** All that the picture shows, in words and numbers, for those who do not see it. */
  description: string;
  /** Of the plot and its axes, in pixels; the title comes above it. By default the picture is `CHART_HEIGHT` high. */
  plotHeight?: number;
  /** What stands in the place of texts that were cut: the whole text, which browsers show on hovering. */
  wholeTexts?: ReadonlyMap<string, string>;
}

/** Text and lines of an axis, the same in all charts. */
export const axisStyle = {
  nameLocation: 'middle',
  nameTextStyle: { color: INK, fontSize: FONT_SIZE },
  axisLabel: { color: INK, fontSize: FONT_SIZE },
  axisLine: { lineStyle: { color: INK } },
  axisTick: { lineStyle: { color: INK } },
  splitLine: { lineStyle: { color: GRID } },
} as const;

/** Text at the bars, the same in all charts. */
export const labelStyle = { show: true, color: INK, fontSize: FONT_SIZE, textBorderWidth: 0 } as const;

/** A chart that is yet to be drawn. */
export interface Picture {
  frame: ChartFrame;
  chart: PlainChart;
}

/**
 * @param plot the option of echarts, given the vertical position at which the plot may begin. Plain data, because
 * another thread draws it.
 * @param barTexts what stands at each bar, if the plot has labels
 */
export function pictureOf(
  frame: ChartFrame,
  plot: (top: number) => EChartsOption,
  barTexts: readonly string[] = [],
): Picture {
  const title = wrapped(frame.title, TITLE.columns, TITLE.lines);
  const subtitle = wrapped(frame.subtitle, SUBTITLE.columns, SUBTITLE.lines);
  const top = 2 * MARGIN + title.length * TITLE.lineHeight + subtitle.length * SUBTITLE.lineHeight;
  const option = {
    animation: false,
    backgroundColor: PAPER,
    textStyle: { fontFamily: FONT },
    title: {
      text: title.join('\n'),
      subtext: subtitle.join('\n'),
      left: MARGIN - 4,
      top: MARGIN - 4,
      itemGap: 8,
      textStyle: { ...sizeOf(TITLE), color: INK, fontFamily: FONT, ...CUT_OFF },
      subtextStyle: { ...sizeOf(SUBTITLE), color: INK, fontFamily: FONT, ...CUT_OFF },
    },
    ...plot(top),
  };
  const height = frame.plotHeight === undefined ? CHART_HEIGHT : top + frame.plotHeight;
  return { frame, chart: { width: CHART_WIDTH, height, option, barTexts } };
}

/**
 * Makes a complete SVG document of what was drawn. The same data give the same text, byte for byte: the numbers
 * that echarts counts up while the process runs are removed. Without scripts.
 */
export function finishedSvg(drawn: string, frame: ChartFrame): string {
  return accessible(withoutRunningNumbers(drawn), frame);
}

/** In place of a plot without data: a message in the middle. */
export function nothingToShow(message: string): () => EChartsOption {
  return () => ({
    graphic: {
      type: 'text',
      left: 'center',
      top: 'middle',
      silent: true,
      style: { text: message, fill: INK, font: `${FONT_SIZE}px ${FONT}` },
    },
  });
}

function sizeOf({ fontSize, lineHeight }: typeof TITLE): { fontSize: number; lineHeight: number } {
  return { fontSize, lineHeight };
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

/**
 * Names and describes the picture to screen readers (WAI-ARIA Graphics Module; SVG 2, title and desc), lets it shrink with
 * the page, and gives it dark colors for people who prefer these.
 */
function accessible(svg: string, { title, description, wholeTexts = new Map() }: ChartFrame): string {
  const name = escapedXml(plainText(title).slice(0, LONGEST_FULL_TITLE).toWellFormed());
  const text = escapedXml(plainText(description));
  // Differs between charts, so that a page can hold several of them.
  const id = `chart-${createHash('sha256').update(`${name}\n${text}`).digest('hex').slice(0, 12)}`;
  const wholeOf = new Map(
    [...wholeTexts].map(([cut, whole]) => [escapedXml(cut), escapedXml(plainText(whole))]),
  );
  return svg
    .replace(
      /^<svg([^>]*)>/,
      (_, attributes: string) =>
        `<svg${attributes} id="${id}" style="max-width:100%;height:auto" role="img"` +
        ` aria-labelledby="${id}-title ${id}-desc">` +
        `\n<title id="${id}-title">${name}</title>\n<desc id="${id}-desc">${text}</desc>\n${darkColors(id)}`,
    )
    .replace(/>([^<>]+…[^<>]*)<\/text>/g, (drawn, cut: string) => {
      const whole = wholeOf.get(cut);
      return whole === undefined ? drawn : `><title>${whole}</title>${cut}</text>`;
    });
}

/** Style rules win against the attributes in which echarts writes colors. */
function darkColors(id: string): string {
  const rules = Object.entries(IN_THE_DARK).flatMap(([light, dark]) =>
    ['fill', 'stroke'].map((part) => `#${id} [${part}="${light}"]{${part}:${dark}}`),
  );
  return `<style>@media (prefers-color-scheme:dark){${rules.join('')}}</style>`;
}
