import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  ValidateNested,
} from 'class-validator';
import { IsDecimalText, IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { MARK_PLACES } from '../../marks/mark-rules';
import {
  ITEM_STARTS,
  type ItemStart,
  RUBRIC_KIND_NAMES,
  type RubricDefinition,
  type RubricKindName,
} from '../kinds/rubric-kind';
import { RUBRIC_SHOWINGS, type RubricShowing } from '../rubric-rules';

namedEnum('RubricKind', RUBRIC_KIND_NAMES);
namedEnum('RubricItemStart', ITEM_STARTS);
namedEnum('RubricShowing', RUBRIC_SHOWINGS);

const MOST_CRITERIA = 50;
const MOST_LEVELS = 20;
export const MOST_ITEMS = 100;
export const MOST_CHOSEN_LEVELS = MOST_CRITERIA;
const MOST_POINTS = '100000';

const Id = (): PropertyDecorator => Text('line', { max: 40 });
const Title = (): PropertyDecorator => Text('line', { max: 300 });
const Description = (): PropertyDecorator => Text('lines', { max: 2_000 });

const DESCRIPTION = {
  ...{ type: String, nullable: true, example: null },
  description: 'What it means, as plain text.',
} as const;

export class RubricLevelDto {
  @ApiProperty({ example: 'good', description: 'Unlike those of other levels of the criterion.' })
  @Id()
  id: string;

  @ApiProperty({ example: 'Named, with a reason' })
  @Title()
  title: string;

  @ApiPropertyOptional(DESCRIPTION)
  @IsOptional()
  @Description()
  description?: string | null;

  @ApiProperty({ example: '2', description: 'What the level earns; the most, where it is a range.' })
  @IsDecimalText({ min: '0', max: MOST_POINTS, places: MARK_PLACES })
  points: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: null,
    description: 'The least that the level earns, where the marker chooses from a range.',
  })
  @IsOptional()
  @IsDecimalText({ min: '0', max: MOST_POINTS, places: MARK_PLACES })
  fromPoints?: string | null;
}

export class RubricCriterionDto {
  @ApiProperty({ example: 'measure', description: 'Unlike those of other criteria.' })
  @Id()
  id: string;

  @ApiProperty({ example: 'Which measure misleads' })
  @Title()
  title: string;

  @ApiPropertyOptional(DESCRIPTION)
  @IsOptional()
  @Description()
  description?: string | null;

  @ApiProperty({ type: [RubricLevelDto], minItems: 1 })
  @IsArray()
  @ArrayMaxSize(MOST_LEVELS)
  @ValidateNested({ each: true })
  @Type(() => RubricLevelDto)
  levels: RubricLevelDto[];
}

export class RubricItemDto {
  @ApiProperty({ example: 'no-unit', description: 'Unlike those of other items.' })
  @Id()
  id: string;

  @ApiProperty({ example: 'The unit is missing' })
  @Title()
  title: string;

  @ApiPropertyOptional(DESCRIPTION)
  @IsOptional()
  @Description()
  description?: string | null;

  @ApiProperty({ example: '-0.5', description: 'What it adds, or takes where it is below 0.' })
  @IsDecimalText({ min: `-${MOST_POINTS}`, max: MOST_POINTS, places: MARK_PLACES })
  points: string;
}

/** How points are given. */
export class RubricDto {
  @ApiProperty({ example: 'Explaining a measure' })
  @Text('line', { max: 200 })
  title: string;

  @ApiProperty({
    enum: RUBRIC_KIND_NAMES,
    example: 'criteria',
    description:
      '`criteria`: a level of each, whose points add up. `holistic`: one level for the whole. `items`: each that holds adds or takes points.',
  })
  @IsIn(RUBRIC_KIND_NAMES)
  kind: RubricKindName;

  @ApiPropertyOptional({
    type: [RubricCriterionDto],
    description: 'Of `criteria`, and the only one of `holistic`.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_CRITERIA)
  @ValidateNested({ each: true })
  @Type(() => RubricCriterionDto)
  criteria?: RubricCriterionDto[];

  @ApiPropertyOptional({ type: [RubricItemDto], description: 'Of `items`.' })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_ITEMS)
  @ValidateNested({ each: true })
  @Type(() => RubricItemDto)
  items?: RubricItemDto[];

  @ApiPropertyOptional({
    enum: ITEM_STARTS,
    nullable: true,
    description: 'Of `items`: whether they count from zero, or from all that the question is worth.',
  })
  @IsOptional()
  @IsIn(ITEM_STARTS)
  start?: ItemStart | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: null,
    description: 'Of `items`: the least that they give together; null: 0.',
  })
  @IsOptional()
  @IsDecimalText({ min: '0', max: MOST_POINTS, places: MARK_PLACES })
  leastPoints?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: null,
    description: 'Of `items`: the most that they give together; null: what the question is worth.',
  })
  @IsOptional()
  @IsDecimalText({ min: '0', max: MOST_POINTS, places: MARK_PLACES })
  mostPoints?: string | null;

  @ApiPropertyOptional({
    default: false,
    description:
      'Whether the best levels together earn what the question is worth, whatever that is, and others their share of it. Otherwise points count as they stand, up to what the question is worth. Not of `items`.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  scaled?: boolean;

  @ApiPropertyOptional({
    default: false,
    description: 'Whether a marker may give other points than follow.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  mayOverride?: boolean;
}

/** What to change; whatever is left out stays as it is. */
export class UpdateRubricDto {
  @ApiPropertyOptional({ type: RubricDto, description: 'The whole rubric.' })
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => RubricDto)
  rubric?: RubricDto;
}

/** Which rubric a question is marked by: one of the course, which is copied, or one of its own. */
export class UseRubricDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'A rubric of the course; it is copied.' })
  @MayBeLeftOut()
  @IsId()
  rubricId?: string;

  @ApiPropertyOptional({
    type: RubricDto,
    description: 'A rubric for this question alone. With neither, the one that there is stays.',
  })
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => RubricDto)
  rubric?: RubricDto;

  @ApiPropertyOptional({
    enum: RUBRIC_SHOWINGS,
    default: 'with_mark',
    description:
      'When learners see it: `never`; `with_mark`, where the review rules show feedback of a marked attempt; or `before`, at any time.',
  })
  @MayBeLeftOut()
  @IsIn(RUBRIC_SHOWINGS)
  shown?: RubricShowing;
}

export class ChangeRubricDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'A rubric of the course; it is copied.' })
  @MayBeLeftOut()
  @IsId()
  rubricId?: string;

  @ApiPropertyOptional({ type: RubricDto, description: 'The changed rubric. Either this or `rubricId`.' })
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => RubricDto)
  rubric?: RubricDto;

  @ApiPropertyOptional({ example: true, default: false, description: 'Only list whose marks would change.' })
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;
}

export function toDefinition(dto: RubricDto): RubricDefinition {
  const { kind, criteria = [], items = [], start = null, leastPoints = null, mostPoints = null } = dto;
  return {
    kind,
    criteria: criteria.map(({ id, title, description = null, levels }) => ({
      ...{ id, title, description },
      levels: levels.map((level) => ({
        ...{ id: level.id, title: level.title, description: level.description ?? null },
        ...{ points: level.points, fromPoints: level.fromPoints ?? null },
      })),
    })),
    items: items.map(({ id, title, description = null, points }) => ({ id, title, description, points })),
    ...{
      start,
      leastPoints,
      mostPoints,
      isScaled: dto.scaled ?? false,
      mayOverride: dto.mayOverride ?? false,
    },
  };
}
