import { ApiProperty } from '@nestjs/swagger';
import { nullablePlainDecimal, plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { Rational } from '../../../../shared/decimals/rational';
import { AGGREGATIONS, type Aggregation } from '../../totals/aggregations';
import { MISSING_RULES, type MissingRule, TOTAL_PARTS, type TotalParts } from '../../totals/grade-rules';
import type { CategoryRow, RulesRow } from '../grade-rules.repository';
import { STANDARD_RULES } from '../stored-rules';
import { fullScheme } from '../../schemes/grading-scheme';
import { GradingSchemeResponse } from './grading-scheme.response';
import { GradingPeriodResponse, toGradingPeriodResponse } from '../../periods/dto/grading-period.response';
import type { PeriodRow } from '../../periods/grading-periods.repository';
import { LatePolicyResponse, toLatePolicyResponse } from './late-policy.response';

export class GradeCategoryResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'Homework' })
  title: string;

  @ApiProperty({ format: 'decimal', example: '40', description: 'In percent of the total.' })
  weight: string;

  @ApiProperty({ enum: AGGREGATIONS, example: 'mean' })
  aggregation: Aggregation;

  @ApiProperty({ type: 'integer', example: 1 })
  dropLowest: number;

  @ApiProperty({ type: 'integer', example: 0 })
  dropHighest: number;

  @ApiProperty({ type: 'integer', nullable: true, example: null })
  keepHighest: number | null;

  @ApiProperty({ description: 'The late policy takes nothing from its items.', example: false })
  ignoresLateness: boolean;

  @ApiProperty({ type: 'integer', example: 6, description: 'How many line items it has, archived ones too.' })
  lineItems: number;
}

/** How a course makes totals of scores. */
export class GradeRulesResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ enum: TOTAL_PARTS, example: 'categories' })
  parts: TotalParts;

  @ApiProperty({ enum: AGGREGATIONS, example: 'weighted_mean' })
  aggregation: Aggregation;

  @ApiProperty({ enum: MISSING_RULES, example: 'left_out' })
  missing: MissingRule;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'What is taken from missing work, in percent of the possible points.',
    example: null,
  })
  missingDeduction: string | null;

  @ApiProperty({ type: LatePolicyResponse, nullable: true, description: 'Null: lateness takes nothing.' })
  latePolicy: LatePolicyResponse | null;

  @ApiProperty({ example: false })
  allowsOverHundred: boolean;

  @ApiProperty({ type: GradingSchemeResponse, nullable: true })
  scheme: GradingSchemeResponse | null;

  @ApiProperty({ type: [GradeCategoryResponse], description: 'In the order in which they are shown.' })
  categories: GradeCategoryResponse[];

  @ApiProperty({ format: 'decimal', example: '100', description: 'All weights together.' })
  totalWeight: string;

  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'Line items in no category. Where the total is made of categories, they do not count.',
  })
  withoutCategory: number;

  @ApiProperty({ type: [GradingPeriodResponse], description: 'In the order of time.' })
  periods: GradingPeriodResponse[];

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    example: null,
    description: 'The weights of all periods together; null where periods do not weigh.',
  })
  totalPeriodWeight: string | null;

  @ApiProperty({ example: 1 })
  version: number;
}

export function toGradeRulesResponse(
  courseId: string,
  rules: RulesRow | undefined,
  {
    categories,
    periods,
    withoutCategory,
  }: { categories: readonly CategoryRow[]; periods: readonly PeriodRow[]; withoutCategory: number },
): GradeRulesResponse {
  const { parts, aggregation, missing } = rules ?? STANDARD_RULES;
  return {
    ...{ courseId, parts, aggregation, missing },
    missingDeduction: nullablePlainDecimal(rules?.missingDeduction ?? null),
    latePolicy: rules?.latePolicy ? toLatePolicyResponse(rules.latePolicy, rules.lateGraceSeconds) : null,
    allowsOverHundred: rules?.allowsOverHundred ?? false,
    scheme: rules?.scheme ? fullScheme(rules.scheme) : null,
    categories: categories.map(({ weight, ...category }) => ({
      ...category,
      weight: plainDecimal(weight),
    })),
    totalWeight: Rational.sum(categories.map(({ weight }) => weight)).toDecimal(4),
    withoutCategory,
    periods: periods.map(toGradingPeriodResponse),
    totalPeriodWeight: periods.some(({ weight }) => weight !== null)
      ? Rational.sum(periods.map(({ weight }) => weight ?? '0')).toDecimal(4)
      : null,
    // 1 is the standard that every course begins with, and that a lock alone does not change.
    version: (rules?.version ?? 0) + 1,
  };
}
