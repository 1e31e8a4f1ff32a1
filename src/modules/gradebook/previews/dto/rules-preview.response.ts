import { ApiProperty } from '@nestjs/swagger';
import type { Rational } from '../../../../shared/decimals/rational';
import type { GridLearner } from '../../grid/grid.repository';
import { TOTAL_NAMES, type TotalName } from '../../grades/dto/explanation.query';
import { distanceOf, type Move, type MoveCounts, type Moves, type Told } from '../moves';

const PLACES = 2;

/** A total by the rules of before or after. */
export class ToldTotalResponse {
  @ApiProperty({ type: String, nullable: true, description: 'An exact fraction.', example: '101/120' })
  share: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'In percent, rounded half up to 2 decimals.',
    example: '84.17',
  })
  percentage: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'By the scheme.', example: 'B' })
  grade: string | null;
}

/** A learner whose total or grade changes. */
export class MovedLearnerResponse {
  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({ example: 'Maya' })
  givenName: string;

  @ApiProperty({ example: 'Okonkwo' })
  familyName: string;

  @ApiProperty({ type: ToldTotalResponse })
  from: ToldTotalResponse;

  @ApiProperty({ type: ToldTotalResponse })
  to: ToldTotalResponse;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description:
      'How far the total moves, in percentage points, rounded half up to 2 decimals from the exact one; null where there is no total by one of the rules.',
    example: '-3.25',
  })
  move: string | null;
}

export class MoveCountsResponse implements MoveCounts {
  @ApiProperty({ type: 'integer', description: 'How many were looked at.', example: 120 })
  learners: number;

  @ApiProperty({ type: 'integer', description: 'Whose total rises.', example: 14 })
  up: number;

  @ApiProperty({ type: 'integer', description: 'Whose total falls.', example: 31 })
  down: number;

  @ApiProperty({ type: 'integer', description: 'Who gets a total.', example: 0 })
  gained: number;

  @ApiProperty({ type: 'integer', description: 'Who has no total any more.', example: 0 })
  lost: number;

  @ApiProperty({ type: 'integer', description: 'Whose grade by the scheme is another.', example: 9 })
  renamed: number;
}

export class GradeCountResponse {
  @ApiProperty({ example: 'B' })
  name: string;

  @ApiProperty({ type: 'integer', example: 30 })
  before: number;

  @ApiProperty({ type: 'integer', example: 27 })
  after: number;
}

/** What a change of the grade rules would do. */
export class RulesPreviewResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ enum: TOTAL_NAMES, example: 'final' })
  total: TotalName;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Of this grading period; null: of the course.',
    example: null,
  })
  periodId: string | null;

  @ApiProperty({
    type: 'integer',
    description:
      'Of the present rules. `If-Match: "v3"` on the PUT sets the new ones only if nobody else has changed them since.',
    example: 3,
  })
  rulesVersion: number;

  @ApiProperty({ type: MoveCountsResponse })
  counts: MoveCountsResponse;

  @ApiProperty({
    type: [GradeCountResponse],
    description: 'How many have each grade; those of the new scheme first.',
  })
  grades: GradeCountResponse[];

  @ApiProperty({
    type: [MovedLearnerResponse],
    description:
      'The greatest moves first, before them those who get a total or lose theirs. At most `limit`, and `more` are left out.',
  })
  moves: MovedLearnerResponse[];

  @ApiProperty({ type: 'integer', description: 'How many more totals or grades change.', example: 0 })
  more: number;
}

export function toRulesPreviewResponse(
  about: Pick<RulesPreviewResponse, 'courseId' | 'total' | 'periodId' | 'rulesVersion'>,
  moves: Moves<GridLearner>,
  names: readonly string[],
): RulesPreviewResponse {
  const known = [...new Set([...names, ...moves.grades.keys()])];
  return {
    ...about,
    counts: { ...moves.counts },
    grades: known.map((name) => ({ name, ...(moves.grades.get(name) ?? { before: 0, after: 0 }) })),
    moves: moves.greatest.map(toMovedLearner),
    more: moves.changed - moves.greatest.length,
  };
}

function toMovedLearner(move: Move<GridLearner>): MovedLearnerResponse {
  const { learner, from, to } = move;
  const { userId, givenName, familyName } = learner;
  return {
    ...{ userId, givenName, familyName },
    from: toTold(from),
    to: toTold(to),
    move: distanceOf(move)?.toPercent(PLACES) ?? null,
  };
}

function toTold({ share, grade }: Told): ToldTotalResponse {
  return { share: share && exact(share), percentage: share && share.toPercent(PLACES), grade };
}

function exact({ numerator, denominator }: Rational): string {
  return `${numerator}/${denominator}`;
}
