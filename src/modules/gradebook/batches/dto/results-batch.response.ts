import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';

/** What became of a cell. `unchanged`: it says the same already, as when a batch is sent again. */
export const CELL_OUTCOMES = ['recorded', 'unchanged', 'refused'] as const;
export type CellOutcome = (typeof CELL_OUTCOMES)[number];
namedEnum('CellOutcome', CELL_OUTCOMES);

export class CellRefusalResponse {
  @ApiProperty({ description: 'As a single result would be refused.', example: 'request.stale' })
  code: string;

  @ApiProperty({ example: 'Somebody else has changed the result since you read it.' })
  detail: string;
}

export class BatchCellResponse {
  @ApiProperty({ format: 'uuid' })
  lineItemId: string;

  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({ enum: CELL_OUTCOMES, example: 'recorded' })
  outcome: CellOutcome;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Of the result that stands now; null where there is none.',
    example: 4,
  })
  version: number | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'The score that stands now.',
    example: '17.5',
  })
  score: string | null;

  @ApiProperty({ type: CellRefusalResponse, nullable: true, description: 'Only of a refused cell.' })
  refusal: CellRefusalResponse | null;
}

/** What became of a batch of cells. */
export class ResultsBatchResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ type: 'integer', example: 24 })
  recorded: number;

  @ApiProperty({ type: 'integer', example: 1 })
  unchanged: number;

  @ApiProperty({ type: 'integer', example: 0 })
  refused: number;

  @ApiProperty({ type: [BatchCellResponse], description: 'In the order in which they were sent.' })
  cells: BatchCellResponse[];
}
