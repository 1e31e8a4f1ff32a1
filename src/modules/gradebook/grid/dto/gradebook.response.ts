import { ApiProperty, getSchemaPath, ApiExtraModels } from '@nestjs/swagger';
import { nullablePlainDecimal, plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { PageInfo } from '../../../../shared/http/pagination';
import { type GradedItem, gradeTotal, scoreRange } from '../../grades/grade';
import { SCORE_STATUSES, type ScoreStatus } from '../../results/result-value';
import type { GridCell, GridColumn, GridLearner } from '../grid.repository';

export class GradebookColumnResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The quiz, if it is one.' })
  activityId: string | null;

  @ApiProperty({ example: 'Survey plan' })
  title: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-03-27T22:59:59.999Z' })
  dueAt: Date | null;

  @ApiProperty({ example: '0', format: 'decimal' })
  resultValueMin: string;

  @ApiProperty({ example: '20', format: 'decimal' })
  resultValueMax: string;
}

export class GradebookCellResponse {
  @ApiProperty({ type: String, nullable: true, format: 'decimal', example: '17.5' })
  score: string | null;

  @ApiProperty({ enum: SCORE_STATUSES, example: 'fully graded' })
  status: ScoreStatus;
}

@ApiExtraModels(GradebookCellResponse)
export class GradebookRowResponse {
  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({ example: 'Maya' })
  givenName: string;

  @ApiProperty({ example: 'Okonkwo' })
  familyName: string;

  @ApiProperty({ description: 'The account is suspended: nobody can sign in with it.', example: false })
  isSuspended: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'Mean percentage of what is graded and not exempt; null while nothing is.',
    example: '84.17',
  })
  total: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(GradebookCellResponse) },
    description: 'By line item id; line items without a result are left out.',
    example: { '01990000-0000-7000-8000-0000000000a1': { score: '17.5', status: 'fully graded' } },
  })
  results: Record<string, GradebookCellResponse>;
}

/** A page of the gradebook: a row a learner, a column a line item. */
export class GradebookResponse {
  @ApiProperty({ type: [GradebookColumnResponse], description: 'By due date, what has none last.' })
  lineItems: GradebookColumnResponse[];

  @ApiProperty({ type: [GradebookRowResponse], description: 'By family name, then given name.' })
  data: GradebookRowResponse[];

  @ApiProperty({ type: PageInfo })
  page: PageInfo;
}

export function toColumnResponse({ min, max, ...column }: GridColumn): GradebookColumnResponse {
  return { ...column, resultValueMin: plainDecimal(min), resultValueMax: plainDecimal(max) };
}

/** The rows of the learners, in their order. */
export function toRowResponses(
  learners: Pick<GridLearner, 'userId' | 'givenName' | 'familyName' | 'isSuspended'>[],
  columns: GridColumn[],
  cells: GridCell[],
): GradebookRowResponse[] {
  const rangeOf = new Map(columns.map(({ id, min, max }) => [id, scoreRange(min, max)]));
  const cellsByLearner = Map.groupBy(cells, ({ userId }) => userId);
  return learners.map(({ userId, givenName, familyName, isSuspended }) => {
    const results: GradebookRowResponse['results'] = {};
    const graded: GradedItem[] = [];
    for (const { lineItemId, score, scoreStatus } of cellsByLearner.get(userId) ?? []) {
      if (!rangeOf.has(lineItemId)) continue;
      results[lineItemId] = { score: nullablePlainDecimal(score), status: scoreStatus };
      graded.push({ score, scoreStatus, range: rangeOf.get(lineItemId) });
    }
    return { userId, givenName, familyName, isSuspended, total: gradeTotal(graded), results };
  });
}
