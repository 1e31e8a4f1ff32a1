import { ApiProperty } from '@nestjs/swagger';
import { Rational } from '../../../../shared/decimals/rational';
import { IsId } from '../../../../shared/http/field-rules';
import { say } from '../../../../shared/sentences/say';
import { catalog, type Language } from '../../../../shared/sentences/sentence';
import type { LineItemFacts, LineItemFigures } from '../../../gradebook';
import { type Column, columnPicture } from '../../../../shared/charts/column-chart';
import { COLORS, nothingToShow, type Picture, pictureOf } from '../../../../shared/charts/svg-chart';
import { NothingToScoreError, ReportedLineItemNotFoundError } from '../../progress.errors';
import {
  type Distribution,
  distribution,
  type HistogramEntry,
  type ScoreStatistics,
  scoreStatistics,
} from '../../statistics/score-statistics';
import type { CourseReport, ReportChart } from '../course-report';

const sentences = catalog('progress.lineItems', {
  title: 'Scores: {title}',
  scores: '{count, plural, one {1 score} other {# scores}}',
  mean: 'average {mean}',
  median: 'median {median}',
  standardDeviation: 'standard deviation {standardDeviation}',
  missing: '{count, plural, one {1 learner} other {# learners}} without a score',
  description: '{summary}. How many scores lie in which range: {details}.',
  noScores: 'There are no scores yet.',
  scoreAxis: 'Score',
  numberAxis: 'Learners',
});

const STATISTIC = { type: String, nullable: true, format: 'decimal' } as const;

export class ScoreBinResponse {
  @ApiProperty({ format: 'decimal', description: 'Included.', example: '12' })
  from: string;

  @ApiProperty({ format: 'decimal', description: 'Not included except in the last bin.', example: '14' })
  to: string;

  @ApiProperty({ example: 5 })
  count: number;
}

export class ScoreDistributionResponse {
  @ApiProperty({
    type: [ScoreBinResponse],
    description: 'Ten bins of equal width over the range of the line item.',
  })
  bins: ScoreBinResponse[];

  @ApiProperty({ description: 'Scores below the range.', example: 0 })
  below: number;

  @ApiProperty({ description: 'Scores above the range.', example: 0 })
  above: number;
}

export class LineItemFiguresResponse {
  @ApiProperty({ format: 'uuid' })
  lineItemId: string;

  @ApiProperty({ example: 'Survey plan' })
  title: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-03-27T22:59:59.999Z' })
  dueAt: Date | null;

  @ApiProperty({
    type: 'integer',
    description: 'Active learners who have a result, exempt ones and those without a score included.',
    example: 23,
  })
  results: number;

  @ApiProperty({
    type: 'integer',
    description: 'Active learners who are exempt. No other figure but `results` counts them.',
    example: 1,
  })
  exempt: number;

  @ApiProperty({
    type: 'integer',
    description:
      'Active learners who have no score: no result at all, or one without a score. Exempt learners, and learners who came to the course after the work was due, are not missing. Nobody is where the quiz has no questions.',
    example: 1,
  })
  missingScores: number;

  @ApiProperty({
    type: 'integer',
    description: 'Active learners who handed in on a day after the due day. Exempt ones are never late.',
    example: 2,
  })
  late: number;

  @ApiProperty({
    ...STATISTIC,
    description: 'Of the scores of active learners who are not exempt, as the following.',
    example: '15.5',
  })
  mean: string | null;

  @ApiProperty({ ...STATISTIC, example: '16' })
  median: string | null;

  @ApiProperty({
    ...STATISTIC,
    description: 'Of a sample (n − 1); null for fewer than two.',
    example: '2.758824',
  })
  standardDeviation: string | null;

  @ApiProperty({ ...STATISTIC, example: '8' })
  min: string | null;

  @ApiProperty({ ...STATISTIC, example: '20' })
  max: string | null;

  @ApiProperty({
    type: ScoreDistributionResponse,
    nullable: true,
    description: 'Null where the line item has no range, as for a quiz without questions.',
  })
  distribution: ScoreDistributionResponse | null;
}

class ScoreDistributionQuery {
  @ApiProperty({ format: 'uuid', description: 'Whose scores.' })
  @IsId()
  lineItemId: string;
}

export interface ScoreDistribution {
  /** Of the line item. */
  title: string;
  distribution: Distribution;
  statistics: ScoreStatistics;
}

const scoreDistribution: ReportChart<ScoreDistributionQuery> = {
  name: 'score-distribution',
  summary: 'Chart: the scores of a line item',
  errors: { 404: 'progress.line_item_not_found', 409: 'progress.nothing_to_score' },
  query: ScoreDistributionQuery,
  async draw(course, language, { lineItemId }) {
    const figures = await course.lineItem(lineItemId);
    if (!figures) throw new ReportedLineItemNotFoundError();
    const { lineItem, histogram, missingScores } = figures;
    const bins = distributionOf(histogram, lineItem);
    if (!bins) throw new NothingToScoreError();
    const statistics = scoreStatistics(histogram, missingScores);
    return scoreDistributionChart({ title: lineItem.title, distribution: bins, statistics }, language);
  },
};

/** What learners score. */
export const lineItemsReport: CourseReport<{ lineItems: LineItemFiguresResponse[] }> = {
  fields: {
    lineItems: { type: [LineItemFiguresResponse], description: 'By due date, what has none last.' },
  },

  async figures(course) {
    return { lineItems: (await course.work()).lineItems().map(toLineItemFiguresResponse) };
  },

  chart: scoreDistribution,
};

function toLineItemFiguresResponse(figures: LineItemFigures): LineItemFiguresResponse {
  const { lineItem, results, exempt, missingScores, late, histogram } = figures;
  const { mean, median, standardDeviation, min, max } = scoreStatistics(histogram, missingScores);
  return {
    lineItemId: lineItem.id,
    title: lineItem.title,
    dueAt: lineItem.dueAt,
    ...{ results, exempt, missingScores, late, mean, median, standardDeviation, min, max },
    distribution: distributionOf(histogram, lineItem),
  };
}

/** Null where the line item has no range. */
export function distributionOf(
  histogram: readonly HistogramEntry[],
  { resultValueMin: min, resultValueMax: max }: LineItemFacts,
  bins?: number,
): Distribution | null {
  return Rational.of(max).gt(min) ? distribution(histogram, min, max, bins) : null;
}

/** A histogram, 640×480. Scores outside the range stand in columns of their own at the sides, in another color. */
export function scoreDistributionChart(
  { title, distribution: bins, statistics }: ScoreDistribution,
  language: Language,
): Picture {
  const columns = scoreColumns(bins);
  const summary = summaryOf(statistics, language);
  const details = columns.map(({ label, count }) => `${label}: ${count}`);
  const isEmpty = statistics.n === 0;
  const frame = {
    title: say(sentences.title({ title }), language),
    subtitle: summary,
    description: isEmpty ? summary : say(sentences.description({ summary, details }), language),
  };
  if (isEmpty) return pictureOf(frame, nothingToShow(say(sentences.noScores(), language)));
  const xName = say(sentences.scoreAxis(), language);
  const yName = say(sentences.numberAxis(), language);
  return columnPicture(frame, { columns, language, xName, yName, touching: true });
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

function summaryOf(
  { n, missing, mean, median, standardDeviation }: ScoreStatistics,
  language: Language,
): string {
  return [
    sentences.scores({ count: n }),
    ...(mean === null ? [] : [sentences.mean({ mean: short(mean) })]),
    ...(median === null ? [] : [sentences.median({ median: short(median) })]),
    ...(standardDeviation === null
      ? []
      : [sentences.standardDeviation({ standardDeviation: short(standardDeviation) })]),
    ...(missing === 0 ? [] : [sentences.missing({ count: missing })]),
  ]
    .map((part) => say(part, language))
    .join(', ');
}

/** Two decimals are enough for a picture. */
function short(decimal: string): string {
  return Rational.of(decimal).toDecimal(2);
}
