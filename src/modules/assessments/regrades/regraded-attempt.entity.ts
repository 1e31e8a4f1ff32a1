import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { DecimalColumn, UuidColumn } from '../../../shared/database/columns';
import { Operation } from '../../../shared/operations/operation.entity';

/** An attempt that a regrade has given, or would give, other marks. It goes with its operation. */
@Entity('regraded_attempts')
@Index('ix_regraded_attempts_size', ['operationId', 'size', 'attemptId'])
export class RegradedAttempt {
  @UuidColumn({ primary: true })
  operationId: string;

  @ManyToOne(() => Operation, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'operation_id', foreignKeyConstraintName: 'fk_regraded_attempts_operation' })
  operation?: unknown;

  /** No foreign key: what a regrade did outlives what it names. */
  @UuidColumn({ primary: true })
  attemptId: string;

  @UuidColumn()
  userId: string;

  @Column({ type: 'int' })
  attemptNumber: number;

  /** What its questions earned, but for those that wait for a person's mark. */
  @DecimalColumn(12, 4)
  oldScore: string;

  @DecimalColumn(12, 4)
  oldMaxScore: string;

  @DecimalColumn(12, 4)
  newScore: string;

  @DecimalColumn(12, 4)
  newMaxScore: string;

  /** By how much the score changes, up or down. */
  @DecimalColumn(12, 4)
  size: string;
}
