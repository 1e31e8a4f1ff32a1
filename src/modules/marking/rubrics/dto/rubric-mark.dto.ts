import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { nullablePlainDecimal } from '../../../../shared/decimals/plain-decimal';
import { IsDecimalText, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { MARK_PLACES } from '../../marks/mark-rules';
import type { RubricChoices } from '../kinds/rubric-kind';
import type { RubricMark } from '../marking-by-rubric';
import { isOverridden } from '../rubric-rules';
import { MOST_CHOSEN_LEVELS, MOST_ITEMS } from './rubric.dto';

export class ChosenLevelDto {
  @ApiProperty({ example: 'measure' })
  @Text('line', { max: 40 })
  criterionId: string;

  @ApiProperty({ example: 'reason' })
  @Text('line', { max: 40 })
  levelId: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: null,
    description: 'Where the level is a range: from its `fromPoints` to its `points`.',
  })
  @IsOptional()
  @IsDecimalText({ min: '0', max: '100000', places: MARK_PLACES })
  points?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: null,
    description: 'For the learner, as plain text.',
  })
  @IsOptional()
  @Text('lines', { max: 2_000 })
  comment?: string | null;
}

/** A marking by the rubric of the question. */
export class RubricMarkDto {
  @ApiProperty({
    type: 'integer',
    example: 1,
    description: 'The `revision` of the rubric that the marker has read.',
  })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  revision: number;

  @ApiPropertyOptional({
    type: [ChosenLevelDto],
    description: 'A level of each criterion; in a draft, of those that are decided.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_CHOSEN_LEVELS)
  @ValidateNested({ each: true })
  @Type(() => ChosenLevelDto)
  levels?: ChosenLevelDto[];

  @ApiPropertyOptional({ type: [String], example: [], description: 'The items that hold, by their ids.' })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_ITEMS)
  @IsString({ each: true })
  itemIds?: string[];
}

export class ChosenLevelResponse {
  @ApiProperty({ example: 'measure' })
  criterionId: string;

  @ApiProperty({ example: 'reason' })
  levelId: string;

  @ApiProperty({ type: String, format: 'decimal', nullable: true, example: null })
  points: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  comment: string | null;
}

/** What a mark says by a rubric. */
export class RubricMarkResponse {
  @ApiProperty({
    type: 'integer',
    example: 1,
    description: 'The revision of the rubric that it was given by.',
  })
  revision: number;

  @ApiProperty({ type: [ChosenLevelResponse] })
  levels: ChosenLevelResponse[];

  @ApiProperty({ type: [String], example: [] })
  itemIds: string[];

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '3.5',
    description: 'What follows from it; null in a draft while something is to be chosen.',
  })
  points: string | null;

  @ApiProperty({ example: false, description: 'Whether the marker gave other points than follow.' })
  overridden: boolean;
}

export function toChoices({ levels = [], itemIds = [] }: RubricMarkDto): RubricChoices {
  return {
    levels: levels.map(({ criterionId, levelId, points = null, comment = null }) => ({
      ...{ criterionId, levelId, points, comment },
    })),
    itemIds,
  };
}

export function toRubricMarkResponse(
  mark: Omit<RubricMark, 'share'>,
  given: string | null,
): RubricMarkResponse {
  const { revision, choices, points } = mark;
  return {
    ...{ revision, ...choices, points: nullablePlainDecimal(points) },
    overridden: given !== null && isOverridden(given, points),
  };
}
