import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { User } from '../users/user.entity';

/** That an account was merged into another one of the same person. Stays when it has been reversed. */
@Entity('account_merges')
@Index('ix_account_merges_duplicate', ['duplicateId', 'reversedAt'])
@Index('ix_account_merges_kept', ['keptId'])
export class AccountMerge {
  @IdColumn()
  id: string;

  /** The account that goes on. */
  @UuidColumn()
  keptId: string;

  @ManyToOne(() => User, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'kept_id', foreignKeyConstraintName: 'fk_account_merges_kept' })
  kept?: unknown;

  /** The one whose courses and work were moved. */
  @UuidColumn()
  duplicateId: string;

  @ManyToOne(() => User, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'duplicate_id', foreignKeyConstraintName: 'fk_account_merges_duplicate' })
  duplicate?: unknown;

  @Column({ type: 'varchar', length: 500, nullable: true })
  reason: string | null;

  @UuidColumn({ nullable: true })
  mergedBy: string | null;

  @InstantColumn()
  mergedAt: Date;

  /** By whom it was reversed last. */
  @UuidColumn({ nullable: true })
  reversedBy: string | null;

  @InstantColumn({ nullable: true })
  reversedAt: Date | null;
}
