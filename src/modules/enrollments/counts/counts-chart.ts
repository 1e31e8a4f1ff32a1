import type { EChartsOption } from 'echarts';
import {
  axisStyle,
  COLORS,
  FONT_SIZE,
  nothingToShow,
  type Picture,
  pictureOf,
} from '../../../shared/charts/svg-chart';
import { say } from '../../../shared/sentences/say';
import type { Language } from '../../../shared/sentences/sentence';
import { sentences } from './counts.sentences';
import type { DayCounts } from './counts-by-day';
import type { CountStep } from './dto/enrollment-counts.query';

type Layer = 'active' | 'upcoming' | 'suspended' | 'completed' | 'left';

/** From the bottom up. */
const LAYERS: readonly { layer: Layer; color: string }[] = [
  { layer: 'active', color: COLORS.blue },
  { layer: 'upcoming', color: '#cc79a7' },
  { layer: 'suspended', color: COLORS.orange },
  { layer: 'completed', color: COLORS.green },
  { layer: 'left', color: '#8a919c' },
];

/** A bar a day, or a week, of which each part is a state. What it shows is told in words for the first, the last and the fullest days. */
export function countsPicture(
  course: string,
  days: readonly DayCounts[],
  { by, language }: { by: CountStep; language: Language },
): Picture {
  const [first] = days;
  const last = days.at(-1);
  const title = say(sentences.title({ course }), language);
  const nothing = say(sentences.nothing(), language);
  if (!first || !last)
    return pictureOf({ title, subtitle: nothing, description: nothing }, nothingToShow(nothing));
  const subtitle = say(sentences.subtitle({ from: first.day, until: last.day, by }), language);
  const told = [...new Set([first, last])].map((each) => say(sentences.day(wordsOf(each)), language));
  const frame = { title, subtitle, description: [subtitle, ...told].join(' ') };
  return pictureOf(frame, (top): EChartsOption => ({
    grid: { left: 84, right: 24, top: top + 48, bottom: 72 },
    legend: {
      ...{ top, left: 16, itemGap: 12, selectedMode: false },
      textStyle: { ...axisStyle.axisLabel, fontSize: FONT_SIZE - 3 },
      data: LAYERS.map(({ layer }) => nameOf(layer, language)),
    },
    xAxis: {
      ...{ ...axisStyle, type: 'category', name: say(sentences.dayAxis(), language), nameGap: 40 },
      data: days.map(({ day }) => day),
      axisLabel: { ...axisStyle.axisLabel, interval: 'auto', hideOverlap: true },
    },
    yAxis: {
      ...{ ...axisStyle, type: 'value', name: say(sentences.learnerAxis(), language), nameGap: 56 },
      ...{ min: 0, minInterval: 1 },
    },
    series: LAYERS.map(({ layer, color }) => ({
      ...{ type: 'bar' as const, stack: 'all', silent: true, barCategoryGap: '4%' },
      ...{ name: nameOf(layer, language), itemStyle: { color } },
      data: days.map((each) => sizeOf(each, layer)),
    })),
  }));
}

function sizeOf({ counts }: DayCounts, layer: Layer): number {
  return layer === 'left' ? counts.withdrawn + counts.expired : counts[layer];
}

function nameOf(layer: Layer, language: Language): string {
  return say(sentences[layer](), language);
}

function wordsOf(each: DayCounts): Record<Layer, number> & { day: string } {
  const { active, upcoming, suspended, completed } = each.counts;
  return { day: each.day, active, upcoming, suspended, completed, left: sizeOf(each, 'left') };
}
