import { ApiProperty } from '@nestjs/swagger';
import { LineItemResponse } from '../../line-items/dto/line-item.response';
import { ChangedByResponse, ResultChangeResponse } from '../../results/dto/result.response';
import type { LineItemChangeRecord } from '../line-item-changes.repository';

/** One change of a result of a course. */
export class LoggedResultChangeResponse extends ResultChangeResponse {
  @ApiProperty({ format: 'uuid', description: 'Of the change, or of the result whose first value it is.' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  lineItemId: string;

  @ApiProperty({ description: 'Of the line item, as it is called now.', example: 'Survey plan' })
  title: string;

  @ApiProperty({ type: ChangedByResponse, description: 'Whose result it is.' })
  learner: ChangedByResponse;
}

/** One change of a line item of a course. */
export class LineItemChangeResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  lineItemId: string;

  @ApiProperty({ format: 'date-time' })
  changedAt: Date;

  @ApiProperty({ type: ChangedByResponse })
  changedBy: ChangedByResponse;

  @ApiProperty({ type: LineItemResponse, nullable: true, description: 'As it was; null for a new one.' })
  from: LineItemResponse | null;

  @ApiProperty({
    type: LineItemResponse,
    nullable: true,
    description: 'As it was since; null where it was deleted.',
  })
  to: LineItemResponse | null;
}

export function toLineItemChangeResponse({
  id,
  lineItemId,
  changedAt,
  changedBy: userId,
  givenName,
  familyName,
  oldItem,
  newItem,
}: LineItemChangeRecord): LineItemChangeResponse {
  const changedBy = { userId, givenName, familyName };
  return { id, lineItemId, changedAt, changedBy, from: oldItem, to: newItem };
}
