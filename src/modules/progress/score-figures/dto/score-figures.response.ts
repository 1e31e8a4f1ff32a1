import { ApiProperty, IntersectionType, OmitType } from '@nestjs/swagger';
import { type CourseTotals, type LineItemFigures, TOTAL_NAMES, type TotalName } from '../../../gradebook';
import {
  distributionOf,
  LineItemFiguresResponse,
  ScoreDistributionResponse,
} from '../../reports/kinds/line-items.report';
import { distribution, quartiles, scoreStatistics } from '../../statistics/score-statistics';

const STATISTIC = { type: String, nullable: true, format: 'decimal' } as const;
/** Sums of exact totals would have denominators as long as the class; of these they are short. */
const PLACES = 6;
class QuartilesResponse {
  @ApiProperty({
    ...STATISTIC,
    description:
      'With p = 1/4. The value at h = (n − 1) · p of the sorted ones, counted from 0; between two of them on the line from one to the other. As QUARTILE.INC of spreadsheets (type 7 of Hyndman and Fan, 1996). Exact, rounded half up to 6 decimals.',
    example: '13.25',
  })
  lowerQuartile: string | null;

  @ApiProperty({ ...STATISTIC, description: 'The same with p = 3/4.', example: '18' })
  upperQuartile: string | null;
}

/** What the active learners of a course got for a line item. */
export class LineItemStatisticsResponse extends IntersectionType(LineItemFiguresResponse, QuartilesResponse) {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ type: 'integer', description: 'Active learners of the course.', example: 25 })
  learners: number;

  @ApiProperty({
    type: 'integer',
    description: 'Who has a score. Those who are exempt are not among them.',
    example: 22,
  })
  graded: number;

  @ApiProperty({ format: 'date-time' })
  asOf: Date;
}

class PercentFiguresResponse extends IntersectionType(
  OmitType(LineItemFiguresResponse, [
    ...(['lineItemId', 'title', 'dueAt', 'results', 'exempt', 'missingScores', 'late'] as const),
    'distribution',
  ]),
  QuartilesResponse,
) {}

export class GradeNameCountResponse {
  @ApiProperty({ example: 'B' })
  name: string;

  @ApiProperty({ type: 'integer', example: 7 })
  learners: number;
}

/** How the totals of the active learners of a course lie. Figures are of percentages, each rounded half up to 6 decimals. */
export class TotalStatisticsResponse extends PercentFiguresResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ enum: TOTAL_NAMES, example: 'current' })
  total: TotalName;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Of this grading period; null: of the course.',
    example: null,
  })
  periodId: string | null;

  @ApiProperty({ type: 'integer', description: 'Active learners of the course.', example: 25 })
  learners: number;

  @ApiProperty({ type: 'integer', description: 'Who has a total.', example: 24 })
  withTotal: number;

  @ApiProperty({
    type: ScoreDistributionResponse,
    description: 'Bins of equal width from 0 to 100 %. Totals are put into them by their exact shares.',
  })
  distribution: ScoreDistributionResponse;

  @ApiProperty({
    type: [GradeNameCountResponse],
    nullable: true,
    description: 'Who has which grade, in the order of the scheme; null without a scheme.',
  })
  grades: GradeNameCountResponse[] | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description:
      'Of what everybody’s totals depend on, as `structureVersion` of the gradebook: all totals are by it. Null where it has changed just now, or no total was ever stored.',
    example: 3,
  })
  structureVersion: number | null;

  @ApiProperty({ format: 'date-time' })
  asOf: Date;
}

export function toLineItemStatistics(
  { lineItem, results, exempt, missingScores, late, histogram }: LineItemFigures,
  { learners, bins, asOf }: { learners: number; bins: number; asOf: Date },
): LineItemStatisticsResponse {
  const { n, mean, median, standardDeviation, min, max } = scoreStatistics(histogram, missingScores);
  return {
    ...{ lineItemId: lineItem.id, courseId: lineItem.courseId, title: lineItem.title, dueAt: lineItem.dueAt },
    ...{ learners, results, graded: n, exempt, missingScores, late },
    ...{ mean, median, standardDeviation, min, max, ...quartiles(histogram) },
    distribution: distributionOf(histogram, lineItem, bins),
    asOf,
  };
}

export function toTotalStatistics(
  { percentages, grades, learners, structureVersion }: CourseTotals,
  {
    bins,
    asOf,
    ...about
  }: Pick<TotalStatisticsResponse, 'courseId' | 'total' | 'periodId' | 'asOf'> & { bins: number },
): TotalStatisticsResponse {
  const rounded = percentages.map((percent) => ({ score: percent.toDecimal(PLACES), count: 1 }));
  const exact = percentages.map((score) => ({ score, count: 1 }));
  const { n, mean, median, standardDeviation, min, max } = scoreStatistics(rounded, 0);
  return {
    ...{ ...about, learners, withTotal: n },
    ...{ mean, median, standardDeviation, min, max, ...quartiles(rounded) },
    distribution: distribution(exact, '0', '100', bins),
    grades: grades && [...grades].map(([name, count]) => ({ name, learners: count })),
    structureVersion,
    asOf,
  };
}
