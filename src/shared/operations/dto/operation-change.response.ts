import { ApiProperty } from '@nestjs/swagger';
import { CHANGE_ACTIONS, type ChangeAction, type LoggedChange, type RowState } from '../operation-changes';

const STATE = { type: 'object', additionalProperties: true } as const;

/** A row that the operation has changed. */
export class OperationChangeResponse {
  @ApiProperty({ type: 'integer', description: 'From 1, in the order in which they were made.', example: 1 })
  number: number;

  @ApiProperty({ description: 'The part of the `summary` to which it belongs.', example: 'users.csv' })
  part: string;

  @ApiProperty({
    format: 'uuid',
    description: 'Id of the row.',
    example: '01990000-0000-7000-8000-000000000000',
  })
  rowId: string;

  @ApiProperty({
    enum: CHANGE_ACTIONS,
    enumName: 'OperationChangeAction',
    description: '`removed`: it has ended. The row is still stored.',
    example: 'removed',
  })
  action: ChangeAction;

  @ApiProperty({
    ...STATE,
    nullable: true,
    description: 'Its fields before; null for a row that was added.',
    example: { sourcedId: 's-4711', disabledAt: null },
  })
  before: RowState | null;

  @ApiProperty({
    ...STATE,
    description: 'Its fields after.',
    example: { sourcedId: 's-4711', disabledAt: { instant: '2026-03-02T09:00:00.000Z' } },
  })
  after: RowState;
}

export function toOperationChangeResponse(change: LoggedChange): OperationChangeResponse {
  const { seq, part, rowId, action, before, after } = change;
  return { number: seq, part, rowId, action, before, after };
}
