import { ApiProperty } from '@nestjs/swagger';
import { nullablePlainDecimal, plainDecimal } from '../../../../shared/decimals/plain-decimal';
import {
  ITEM_STARTS,
  type ItemStart,
  RUBRIC_KIND_NAMES,
  type RubricDefinition,
  type RubricKindName,
} from '../kinds/rubric-kind';
import { RUBRIC_SHOWINGS, type RubricShowing } from '../rubric-rules';

const NULLABLE_TEXT = { type: String, nullable: true, example: null } as const;
const NULLABLE_POINTS = { type: String, format: 'decimal', nullable: true, example: null } as const;

export class RubricLevelResponse {
  @ApiProperty({ example: 'reason' })
  id: string;

  @ApiProperty({ example: 'Named, with a reason' })
  title: string;

  @ApiProperty(NULLABLE_TEXT)
  description: string | null;

  @ApiProperty({ format: 'decimal', example: '2', description: 'The most, where the level is a range.' })
  points: string;

  @ApiProperty({ ...NULLABLE_POINTS, description: 'The least of a range; null: the level is none.' })
  fromPoints: string | null;
}

export class RubricCriterionResponse {
  @ApiProperty({ example: 'measure' })
  id: string;

  @ApiProperty({ example: 'Which measure misleads' })
  title: string;

  @ApiProperty(NULLABLE_TEXT)
  description: string | null;

  @ApiProperty({ type: [RubricLevelResponse] })
  levels: RubricLevelResponse[];
}

export class RubricItemResponse {
  @ApiProperty({ example: 'no-unit' })
  id: string;

  @ApiProperty({ example: 'The unit is missing' })
  title: string;

  @ApiProperty(NULLABLE_TEXT)
  description: string | null;

  @ApiProperty({ format: 'decimal', example: '-0.5' })
  points: string;
}

/** How points are given. */
export class RubricContentResponse {
  @ApiProperty({ example: 'Explaining a measure' })
  title: string;

  @ApiProperty({ enum: RUBRIC_KIND_NAMES, example: 'criteria' })
  kind: RubricKindName;

  @ApiProperty({ type: [RubricCriterionResponse] })
  criteria: RubricCriterionResponse[];

  @ApiProperty({ type: [RubricItemResponse] })
  items: RubricItemResponse[];

  @ApiProperty({ enum: ITEM_STARTS, nullable: true, example: null })
  start: ItemStart | null;

  @ApiProperty(NULLABLE_POINTS)
  leastPoints: string | null;

  @ApiProperty(NULLABLE_POINTS)
  mostPoints: string | null;

  @ApiProperty({ example: false })
  scaled: boolean;

  @ApiProperty({ example: false })
  mayOverride: boolean;
}

export class RubricResponse extends RubricContentResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ format: 'date-time', example: '2026-03-02T09:00:00.000Z' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time', example: '2026-03-02T09:00:00.000Z' })
  updatedAt: Date;

  @ApiProperty({ example: 1 })
  version: number;
}

/** The rubric that the answers to a question in a quiz are marked by. */
export class QuestionRubricResponse extends RubricContentResponse {
  @ApiProperty({ format: 'uuid', description: 'The quiz.' })
  activityId: string;

  @ApiProperty({ format: 'uuid' })
  questionId: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The rubric of the course that it was copied from; null: none.',
  })
  sourceId: string | null;

  @ApiProperty({ enum: RUBRIC_SHOWINGS, example: 'with_mark', description: 'When learners see it.' })
  shown: RubricShowing;

  @ApiProperty({
    type: 'integer',
    example: 1,
    description: 'Counts what the rubric said. A mark names the revision that it was given by.',
  })
  revision: number;

  @ApiProperty({ example: 1 })
  version: number;
}

export function toContentResponse(title: string, definition: RubricDefinition): RubricContentResponse {
  const { kind, criteria, items, start, leastPoints, mostPoints, isScaled, mayOverride } = definition;
  return {
    ...{ title, kind },
    criteria: criteria.map(({ levels, ...criterion }) => ({
      ...criterion,
      levels: levels.map(({ points, fromPoints, ...level }) => ({
        ...{ ...level, points: plainDecimal(points), fromPoints: nullablePlainDecimal(fromPoints) },
      })),
    })),
    items: items.map(({ points, ...item }) => ({ ...item, points: plainDecimal(points) })),
    ...{
      start,
      leastPoints: nullablePlainDecimal(leastPoints),
      mostPoints: nullablePlainDecimal(mostPoints),
    },
    ...{ scaled: isScaled, mayOverride },
  };
}
