import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import type { LineItemResponse } from '../line-items/dto/line-item.response';

/** A line item before and after somebody changed it. Rows are only added, and stay when the line item is deleted. */
@Entity('line_item_changes')
@Index('ix_line_item_changes_order', ['courseId', 'changedAt', 'id'])
@Index('ix_line_item_changes_item', ['lineItemId', 'changedAt', 'id'])
@Index('ix_line_item_changes_person', ['changedBy'])
export class LineItemChange {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @UuidColumn()
  lineItemId: string;

  /** As the API wrote it; null for a new one. */
  @JsonColumn({ nullable: true })
  oldItem: LineItemResponse | null;

  /** Null where it was deleted. */
  @JsonColumn({ nullable: true })
  newItem: LineItemResponse | null;

  @UuidColumn()
  changedBy: string;

  @InstantColumn()
  changedAt: Date;
}
