import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { JsonColumn, UuidColumn } from '../database/columns';
import type { ChangeAction, RowState } from './operation-changes';
import { Operation } from './operation.entity';

/** A row that an operation has changed. */
@Entity('operation_changes')
export class OperationChange {
  @UuidColumn({ primary: true })
  operationId: string;

  @ManyToOne(() => Operation, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'operation_id', foreignKeyConstraintName: 'fk_operation_changes_operation' })
  operation?: unknown;

  /** From 1, in the order in which they were made. */
  @PrimaryColumn({ type: 'int' })
  seq: number;

  /** What kind of row it is; the name of a part of the operation's summary, such as `users.csv`. */
  @Column({ type: 'varchar', length: 40 })
  part: string;

  @UuidColumn()
  rowId: string;

  @Column({ type: 'varchar', length: 10 })
  action: ChangeAction;

  /** Null for a row that was added. */
  @JsonColumn({ name: 'before_state', nullable: true })
  before: RowState | null;

  @JsonColumn({ name: 'after_state' })
  after: RowState;
}
