import type { ProgressBand } from '../statistics/completion';
import { counted } from './chart-text';
import { columnOption } from './column-chart';
import { COLORS, nothingToShow, renderSvg } from './svg-chart';

export interface ProgressDistribution {
  courseTitle: string;
  /** As `progressBands` makes them. */
  bands: readonly ProgressBand[];
}

/** How many learners have completed how much of the course, 960×480. Those who completed all stand apart. */
export function progressDistributionChart({ courseTitle, bands }: ProgressDistribution): string {
  const columns = bands.map(({ from, to, learners }) => ({
    label: from === to ? `${from}%` : `${from}–<${to}%`,
    count: learners,
    color: from === to ? COLORS.green : COLORS.blue,
  }));
  const learners = columns.reduce((total, { count }) => total + count, 0);
  const done = bands.filter(({ from, to }) => from === to).reduce((total, band) => total + band.learners, 0);
  const subtitle = `${counted(learners, 'learner')}, ${done} completed everything`;
  const details = columns.map(({ label, count }) => `${label}: ${count}`).join('; ');
  const frame = {
    title: `Progress of learners: ${courseTitle}`,
    subtitle,
    description: `${subtitle}. Learners by completed share of the course: ${details}.`,
  };
  if (learners === 0) return renderSvg(frame, nothingToShow('This course has no learners yet.'));
  return renderSvg(
    frame,
    columnOption({ columns, xName: 'Completed share of the course', yName: 'Learners' }),
  );
}
