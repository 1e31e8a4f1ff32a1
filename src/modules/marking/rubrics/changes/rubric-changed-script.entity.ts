import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { DecimalColumn, UuidColumn } from '../../../../shared/database/columns';
import { Operation } from '../../../../shared/operations/operation.entity';

/** A script whose mark a change of its rubric has changed, or would change. Goes with its operation. */
@Entity('rubric_changed_scripts')
@Index('ix_rubric_changed_scripts_size', ['operationId', 'size', 'scriptId'])
export class RubricChangedScript {
  @UuidColumn({ primary: true })
  operationId: string;

  @ManyToOne(() => Operation, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'operation_id', foreignKeyConstraintName: 'fk_rubric_changed_scripts_operation' })
  operation?: unknown;

  @UuidColumn({ primary: true })
  scriptId: string;

  @UuidColumn()
  userId: string;

  @DecimalColumn(9, 4)
  oldPoints: string;

  @DecimalColumn(9, 4)
  newPoints: string;

  /** How much the points change, without its sign. */
  @DecimalColumn(9, 4)
  size: string;
}
