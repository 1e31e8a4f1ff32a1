import { Rational } from '../../../shared/decimals/rational';
import type { Distribution, ScoreStatistics } from '../statistics/score-statistics';
import { counted } from './chart-text';
import { columnOption, type Column } from './column-chart';
import { COLORS, nothingToShow, renderSvg } from './svg-chart';

export interface ScoreDistribution {
  /** The line item, or the course for the scores of the whole course. */
  title: string;
  distribution: Distribution;
  statistics: ScoreStatistics;
}

/**
 * The histogram of the scores of a line item or of a course, 960×480. Scores outside the range stand in columns
 * of their own at the sides, in another color.
 */
export function scoreDistributionChart({ title, distribution, statistics }: ScoreDistribution): string {
  const columns = scoreColumns(distribution);
  const details = columns.map(({ label, count }) => `${label}: ${count}`).join('; ');
  const summary = summaryOf(statistics);
  const frame = {
    title: `Scores: ${title}`,
    subtitle: summary,
    description: `${summary}. ${statistics.n > 0 ? `Number of scores by range: ${details}.` : ''}`,
  };
  if (statistics.n === 0) return renderSvg(frame, nothingToShow('There are no scores yet.'));
  return renderSvg(
    frame,
    columnOption({ columns, xName: 'Score', yName: 'Number of scores', touching: true }),
  );
}

function scoreColumns({ bins, below, above }: Distribution): Column[] {
  const columns: Column[] = bins.map(({ from, to, count }) => ({
    label: `${short(from)}–${short(to)}`,
    count,
    color: COLORS.blue,
  }));
  const least = bins[0]?.from ?? '0';
  const greatest = bins.at(-1)?.to ?? '0';
  if (below > 0) columns.unshift({ label: `< ${short(least)}`, count: below, color: COLORS.orange });
  if (above > 0) columns.push({ label: `> ${short(greatest)}`, count: above, color: COLORS.orange });
  return columns;
}

function summaryOf({ n, missing, mean, median, standardDeviation }: ScoreStatistics): string {
  return [
    counted(n, 'score'),
    mean === null ? '' : `mean ${short(mean)}`,
    median === null ? '' : `median ${short(median)}`,
    standardDeviation === null ? '' : `standard deviation ${short(standardDeviation)}`,
    missing === 0 ? '' : `${counted(missing, 'score')} missing`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Two decimals are enough for a picture. */
function short(decimal: string): string {
  return Rational.of(decimal).toDecimal(2);
}
