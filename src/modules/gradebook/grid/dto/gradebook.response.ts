import { LatenessResponse } from '../../lateness/dto/lateness.response';
import { DUE_MOVERS, type DueMover } from '../../line-items/counted-due';
import { ApiProperty, getSchemaPath, ApiExtraModels } from '@nestjs/swagger';
import { nullablePlainDecimal, plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { PageInfo } from '../../../../shared/http/pagination';
import { SCORE_STATUSES, type ScoreStatus } from '../../results/result-value';
import { TotalsResponse } from '../../totals/totals.response';
import type { GridRow, ShownColumn } from '../grid-rows';

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

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description:
      'The grading period to which it belongs for everybody; exceptions and accommodations may give a learner another. Null: none.',
    example: null,
  })
  periodId: string | null;
}

export class GradebookCellResponse {
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'As it was entered, or earned in the quiz.',
    example: '17.5',
  })
  score: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description:
      'The score that counts: without what lateness takes, and for missing work what its deduction leaves. Rounded to 4 decimals.',
    example: '17.5',
  })
  effectiveScore: string | null;

  @ApiProperty({
    enum: SCORE_STATUSES,
    nullable: true,
    description: 'Null where there is no result: the work is missing.',
    example: 'fully graded',
  })
  status: ScoreStatus | null;

  @ApiProperty({
    description:
      'It came in after the due date that counts for the learner, and after the grace that the course gives, or staff say so. What is exempt or not submitted is never late.',
    example: false,
  })
  late: boolean;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'How many days of 24 hours after it it came in, begun ones; 0: in time. Null where nothing was handed in, is due, or is asked, and where nobody knows when it came in.',
    example: 0,
  })
  daysLate: number | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the work came in; null where it did not, or nobody knows.',
    example: '2026-03-26T14:05:00.000Z',
  })
  submittedAt: Date | null;

  @ApiProperty({
    type: LatenessResponse,
    nullable: true,
    description: 'Null where there is nothing to say about when it came in.',
  })
  lateness: LatenessResponse | null;

  @ApiProperty({
    enum: DUE_MOVERS,
    nullable: true,
    description: 'What gives the learner another due than everybody’s; null where nothing does.',
    example: null,
  })
  dueMovedBy: DueMover | null;

  @ApiProperty({ description: 'An instructor’s score stands in place of the quiz’s.', example: false })
  isOverride: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'For the learner.', example: 'Clear and sound.' })
  comment: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'Null where there is no result. Send it as `If-Match: "v3"` to change the result only if nobody else has changed it since.',
    example: 3,
  })
  version: number | null;
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
    description: 'As `totals.current`.',
    example: '84.17',
  })
  total: string | null;

  @ApiProperty({ type: TotalsResponse })
  totals: TotalsResponse;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'How many grace tokens the learner has not spent; null where the late policy gives none.',
    example: 2,
  })
  graceTokensLeft: number | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(GradebookCellResponse) },
    description:
      'By line item id. Line items without a result are left out, unless the work is missing (`lateness.status`).',
    example: {
      '01990000-0000-7000-8000-0000000000a1': {
        score: '17.5',
        effectiveScore: '17.5',
        status: 'fully graded',
        late: false,
        daysLate: 0,
        submittedAt: '2026-03-26T14:05:00.000Z',
        lateness: null,
        dueMovedBy: null,
        isOverride: false,
        comment: null,
        version: 3,
      },
    },
  })
  results: Record<string, GradebookCellResponse>;
}

/** A page of the gradebook: a row a learner, a column a line item. */
export class GradebookResponse {
  @ApiProperty({ type: [GradebookColumnResponse], description: 'By due date, what has none last.' })
  lineItems: GradebookColumnResponse[];

  @ApiProperty({
    type: [GradebookRowResponse],
    description: 'As `sort` says: by family name, then given name; people with one name come first.',
  })
  data: GradebookRowResponse[];

  @ApiProperty({
    type: Number,
    nullable: true,
    description:
      'Of what everybody’s totals depend on, such as rules and line items: all totals of the page are by it. Rises with each change; null where it has changed just now, or no total was ever stored.',
    example: 3,
  })
  structureVersion: number | null;

  @ApiProperty({ type: PageInfo })
  page: PageInfo;
}

export function toColumnResponse({ column, periodId }: ShownColumn): GradebookColumnResponse {
  const { id, activityId, title, dueAt, min, max } = column;
  return {
    id,
    activityId,
    title,
    dueAt,
    resultValueMin: plainDecimal(min),
    resultValueMax: plainDecimal(max),
    periodId,
  };
}

export function toRowResponse({
  learner,
  totals,
  results,
  missing,
  graceTokensLeft,
}: GridRow): GradebookRowResponse {
  const { userId, givenName, familyName, isSuspended } = learner;
  const cells: GradebookRowResponse['results'] = {};
  for (const { cell, effectiveScore, late, daysLate, lateness, due, isOverride } of results) {
    const { score, scoreStatus, comment, submittedAt, version } = cell;
    cells[cell.lineItemId] = {
      // Without lateness they are the same.
      score: lateness === null ? effectiveScore : nullablePlainDecimal(score),
      effectiveScore,
      status: scoreStatus,
      ...{ late, daysLate, submittedAt, lateness },
      dueMovedBy: due?.movedBy ?? null,
      isOverride,
      comment,
      version,
    };
  }
  for (const { lineItemId, effectiveScore, late, daysLate, lateness, due } of missing)
    cells[lineItemId] = {
      ...{ score: null, effectiveScore, status: null, late, daysLate, submittedAt: null, lateness },
      ...{ dueMovedBy: due?.movedBy ?? null, isOverride: false, comment: null, version: null },
    };
  const total = totals.current;
  return { userId, givenName, familyName, isSuspended, total, totals, graceTokensLeft, results: cells };
}
