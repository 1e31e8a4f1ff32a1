import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { AGGREGATIONS, type Aggregation } from '../../totals/aggregations';
import { OUTCOMES, type Outcome } from '../../totals/category-part';
import type {
  ExplainedCategory,
  ExplainedItem,
  ExplainedLateness,
  ExplainedPeriod,
  ExplainedTotal,
} from '../../totals/explanation';
import { TIMELINESS_STATUSES, type TimelinessStatus } from '../../lateness/late-decision';
import { TOTAL_PARTS, type TotalParts } from '../../totals/grade-rules';
import { ExplainedTokensResponse } from './learner-tokens.response';
import { TOTAL_NAMES, type TotalName } from './explanation.query';

namedEnum('ItemOutcome', OUTCOMES);

/** What lateness takes: what an item counts with is `entered` less `deducted`. */
export class ExplainedLatenessResponse implements ExplainedLateness {
  @ApiProperty({ enum: TIMELINESS_STATUSES, example: 'late' })
  status: TimelinessStatus;

  @ApiProperty({ description: 'Staff have set the status.', example: false })
  isByHand: boolean;

  @ApiProperty({
    type: 'integer',
    description: 'How many seconds it is late; 0: it is not.',
    example: 90_000,
  })
  seconds: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The score without what lateness takes; null without a score. An exact fraction.',
    example: '39/2',
  })
  entered: string | null;

  @ApiProperty({ description: 'An exact fraction.', example: '2/1' })
  deducted: string;

  @ApiProperty({ description: 'Without the floor of the policy it would take more.', example: false })
  isAtFloor: boolean;

  @ApiProperty({ description: 'Staff have waived what lateness takes.', example: false })
  isWaived: boolean;

  @ApiProperty({ type: 'integer', description: 'How many grace tokens are spent on it.', example: 1 })
  graceTokens: number;

  @ApiProperty({ type: 'integer', description: 'What the tokens leave of `seconds`.', example: 3600 })
  countedSeconds: number;
}

export class ExplainedItemResponse implements ExplainedItem {
  @ApiProperty({ format: 'uuid' })
  lineItemId: string;

  @ApiProperty({ example: 'Survey plan' })
  title: string;

  @ApiProperty({ enum: OUTCOMES, description: 'Why it counts, or does not.', example: 'counts' })
  outcome: Outcome;

  @ApiProperty({
    type: String,
    nullable: true,
    description: `What it counts with, above the least score; null where it does not count. An exact fraction.`,
    example: '35/2',
  })
  earned: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'An exact fraction.', example: '20/1' })
  possible: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'An exact fraction.', example: '1/1' })
  weight: string | null;

  @ApiProperty({ example: false })
  isExtraCredit: boolean;

  @ApiProperty({ type: ExplainedLatenessResponse, nullable: true })
  lateness: ExplainedLatenessResponse | null;

  @ApiProperty({ example: 'Survey plan: 17.5 of 20 points (87.5 %).' })
  sentence: string;
}

export class ExplainedCategoryResponse implements ExplainedCategory {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null: no category.' })
  categoryId: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Homework' })
  title: string | null;

  @ApiProperty({ enum: AGGREGATIONS, example: 'mean' })
  aggregation: Aggregation;

  @ApiProperty({
    type: String,
    nullable: true,
    description: `Of what counts in it; null where nothing does. An exact fraction.`,
    example: '7/8',
  })
  share: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: `In percent, as the rules say; null where weights do not count. An exact fraction.`,
    example: '40/1',
  })
  weight: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: `In percent, as it counts: scaled up where others have nothing yet. An exact fraction.`,
    example: '40/1',
  })
  countedWeight: string | null;

  @ApiProperty({ example: 'Homework: 87.5 %. It counts 40 % of the total.' })
  sentence: string;

  @ApiProperty({ type: [ExplainedItemResponse], description: 'By due date.' })
  items: ExplainedItemResponse[];
}

/** What a grading period gives: made of its categories as a total is. */
export class ExplainedPeriodResponse implements ExplainedPeriod {
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null for what is due in no period, and so does not count.',
  })
  periodId: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'First half' })
  title: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Null where nothing counts in it: it is left out of the total, or counts 0 as `countedWeight` says. An exact fraction.',
    example: '7/8',
  })
  share: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'In percent, as the rules say. An exact fraction.',
    example: '50/1',
  })
  weight: string | null;

  @ApiProperty({
    description: 'In percent, as it counts: scaled up where others have nothing yet. An exact fraction.',
    example: '50/1',
  })
  countedWeight: string;

  @ApiProperty({
    example: 'First half: 87.5 %, made of its categories: the mean, weighted. It counts 50 % of the total.',
  })
  sentence: string;

  @ApiProperty({ type: [ExplainedCategoryResponse] })
  categories: ExplainedCategoryResponse[];
}

/** A total with all that it is made of: evaluating it gives the total. */
export class ExplanationResponse implements ExplainedTotal {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ format: 'uuid' })
  userId: string;

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

  @ApiProperty({ enum: TOTAL_PARTS, example: 'categories' })
  parts: TotalParts;

  @ApiProperty({ enum: AGGREGATIONS, example: 'weighted_mean' })
  aggregation: Aggregation;

  @ApiProperty({ type: String, nullable: true, description: 'An exact fraction.', example: '101/120' })
  share: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'The share in percent, rounded half up to 2 decimals, once.',
    example: '84.17',
  })
  percentage: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'By the scheme of the course.', example: 'B' })
  grade: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why it is that grade; null without a scheme or a total.',
    example: 'B begins at 84 %.',
  })
  gradeSentence: string | null;

  @ApiProperty({ example: 'The total is 84.17 %: the mean of the categories, weighted.' })
  sentence: string;

  @ApiProperty({
    type: ExplainedTokensResponse,
    nullable: true,
    description: 'Of the whole course; null where its late policy gives none.',
  })
  graceTokens: ExplainedTokensResponse | null;

  @ApiProperty({
    type: [ExplainedPeriodResponse],
    description: 'What the total is made of where periods weigh; empty where it is made of the categories.',
  })
  periods: ExplainedPeriodResponse[];

  @ApiProperty({
    type: [ExplainedCategoryResponse],
    description: 'Where periods weigh: over all of them, for information and without items.',
  })
  categories: ExplainedCategoryResponse[];
}
