import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { EXAMPLE_CATEGORY_IDS } from '../../../../shared/http/description/example-ids';
import { IsDecimalText, IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { AGGREGATIONS, type Aggregation } from '../../totals/aggregations';
import { GradingSchemeDto } from './grading-scheme.dto';
import { GradingPeriodDto } from '../../periods/dto/grading-period.dto';
import { LatePolicyDto } from './late-policy.dto';
import { MISSING_RULES, type MissingRule, TOTAL_PARTS, type TotalParts } from '../../totals/grade-rules';

namedEnum('Aggregation', AGGREGATIONS);
namedEnum('TotalParts', TOTAL_PARTS);
namedEnum('MissingRule', MISSING_RULES);

export const MOST_CATEGORIES = 50;
const MOST_DROPPED = 200;
const MOST_PERIODS = 50;

export class GradeCategoryDto {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Of a category that the course has. Without it, a new one is made.',
  })
  @MayBeLeftOut()
  @IsId()
  id?: string;

  @ApiProperty({ description: 'Plain text.', example: 'Homework' })
  @Text('line', { max: 255 })
  title: string;

  @ApiPropertyOptional({
    format: 'decimal',
    default: '0',
    example: '40',
    description: 'In percent of the total, where the course weighs its categories.',
  })
  @MayBeLeftOut()
  @IsDecimalText({ min: '0', max: '500', places: 4 })
  weight?: string;

  @ApiPropertyOptional({
    enum: AGGREGATIONS,
    default: 'points',
    description:
      'How its items become one: `points` (all that was reached over all that could be), `mean` (each item the same), `weighted_mean` (each by its `weight`), `median`, `lowest`, `highest`, `mode` (the most frequent, the highest of several), or `natural` (each by its part of the possible points, unless `fixedWeight` of the line item says another). Drop rules go by the same measure.',
  })
  @MayBeLeftOut()
  @IsIn(AGGREGATIONS)
  aggregation?: Aggregation;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MOST_DROPPED,
    default: 0,
    example: 1,
    description: 'So many items do not count: those without which the result is the greatest.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(MOST_DROPPED)
  dropLowest?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MOST_DROPPED,
    default: 0,
    example: 0,
    description: 'Of what is left, so many do not count: those without which the result is the least.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(MOST_DROPPED)
  dropHighest?: number;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: MOST_DROPPED,
    default: null,
    example: null,
    description: 'Only so many of the best count, in place of `dropLowest`.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_DROPPED)
  keepHighest?: number | null;

  @ApiPropertyOptional({
    default: false,
    description: 'The late policy of the course takes nothing from its items.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  ignoresLateness?: boolean;
}

/** All of a course's rules: what is left out is as it is in a new course. */
export class GradeRulesDto {
  @ApiPropertyOptional({
    enum: TOTAL_PARTS,
    default: 'items',
    description:
      'What the total is made of: all `items` at once, or `categories`, each with a total of its own.',
  })
  @MayBeLeftOut()
  @IsIn(TOTAL_PARTS)
  parts?: TotalParts;

  @ApiPropertyOptional({
    enum: AGGREGATIONS,
    default: 'mean',
    description:
      'How the parts become the total. Items: `mean` (each the same), `points`, or `natural` (by points, unless a `fixedWeight` is set). Categories: any but these two last; with `weighted_mean` weights of less than 100 together are scaled up.',
  })
  @MayBeLeftOut()
  @IsIn(AGGREGATIONS)
  aggregation?: Aggregation;

  @ApiPropertyOptional({
    enum: MISSING_RULES,
    default: 'left_out',
    description:
      'What becomes of work that is due, expected and was not handed in: in the current total it is `left_out`, or counts `zero`, or what `missingDeduction` leaves (`deducted`), which then counts in the final one too. Everything else without a score counts 0 in the final total.',
  })
  @MayBeLeftOut()
  @IsIn(MISSING_RULES)
  missing?: MissingRule;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'decimal',
    default: null,
    description:
      'With `missing` `deducted`, and only then: so much of the possible points is taken from missing work, in percent, until it is handed in.',
    example: null,
  })
  @IsOptional()
  @IsDecimalText({ min: '0', max: '100', places: 4 })
  missingDeduction?: string | null;

  @ApiPropertyOptional({
    type: LatePolicyDto,
    nullable: true,
    description: 'What lateness takes from scores; null: nothing.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => LatePolicyDto)
  latePolicy?: LatePolicyDto | null;

  @ApiPropertyOptional({
    default: false,
    description:
      'Weights, those of categories or of periods, may be more than 100 together. A total can then be above 100 %.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  allowsOverHundred?: boolean;

  @ApiPropertyOptional({
    type: GradingSchemeDto,
    nullable: true,
    description: 'What is made of totals, such as letters; null: percentages alone.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => GradingSchemeDto)
  scheme?: GradingSchemeDto | null;

  @ApiPropertyOptional({
    type: [GradeCategoryDto],
    description:
      'In the order in which they are shown. One that is left out is removed, if it has no line items.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_CATEGORIES)
  @ValidateNested({ each: true })
  @Type(() => GradeCategoryDto)
  categories?: GradeCategoryDto[];

  @ApiPropertyOptional({
    type: [GradingPeriodDto],
    default: [],
    description:
      'Parts of the course with totals of their own, which do not overlap. Work belongs to the period in which it is due for the learner; without a due date, to the last one; or to the one that its line item names. One that is left out is removed, if no line item names it.',
    example: [],
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_PERIODS)
  @ValidateNested({ each: true })
  @Type(() => GradingPeriodDto)
  periods?: GradingPeriodDto[];
}

const LETTERS = [
  ...(['A/94', 'A−/90', 'B+/87', 'B/84', 'B−/80', 'C+/77', 'C/74', 'C−/70'] as const),
  ...(['D+/67', 'D/64', 'D−/61', 'F/0'] as const),
].map((row) => {
  const [name = '', from = ''] = row.split('/');
  return { name, from, includesFrom: true, value: null };
});

/**
 * The rules of the example course in the demo school, so that sending them there changes nothing. Where the letters begin: Canvas,
 * `app/models/grading_standard.rb`.
 */
export const EXAMPLE_GRADE_RULES = {
  parts: 'categories',
  aggregation: 'weighted_mean',
  missing: 'left_out',
  missingDeduction: null,
  latePolicy: {
    ...{ kind: 'rate', percent: '10', interval: 'day', steps: [] },
    ...{ floorPercent: '50', graceSeconds: 900, graceTokens: null },
  },
  allowsOverHundred: false,
  scheme: {
    ...{ kind: 'letters', rows: LETTERS, roundsTo: null, maximum: null, places: null },
    ...{ breakpoints: [], step: null, rounding: null },
  },
  categories: [
    {
      ...{ id: EXAMPLE_CATEGORY_IDS.assignments, title: 'Assignments', weight: '40', aggregation: 'mean' },
      ...{ dropLowest: 1, dropHighest: 0, keepHighest: null, ignoresLateness: false },
    },
    {
      ...{ id: EXAMPLE_CATEGORY_IDS.quizzes, title: 'Quizzes', weight: '60', aggregation: 'points' },
      ...{ dropLowest: 0, dropHighest: 0, keepHighest: null, ignoresLateness: false },
    },
  ],
  periods: [],
} satisfies GradeRulesDto;

export const GRADE_RULES_EXAMPLES: ExampleBodies = {
  weighted: {
    summary: 'Assignments and quizzes, weighted, with letters, as the demo school has them',
    value: EXAMPLE_GRADE_RULES,
  },
};
