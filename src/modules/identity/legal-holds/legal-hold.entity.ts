import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { User } from '../users/user.entity';

/** That data about a person must be kept for now, such as for a court. Stays when it has been lifted. */
@Entity('legal_holds')
@Index('ix_legal_holds_user', ['userId', 'liftedAt'])
export class LegalHold {
  @IdColumn()
  id: string;

  @UuidColumn()
  userId: string;

  @ManyToOne(() => User, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'fk_legal_holds_user' })
  user?: unknown;

  @Column({ type: 'varchar', length: 1000 })
  reason: string;

  /** From then on it holds nothing any more; null: until it is lifted. */
  @InstantColumn({ nullable: true })
  holdsUntil: Date | null;

  @UuidColumn({ nullable: true })
  placedBy: string | null;

  @InstantColumn()
  placedAt: Date;

  @UuidColumn({ nullable: true })
  liftedBy: string | null;

  @InstantColumn({ nullable: true })
  liftedAt: Date | null;
}

/** Whether it keeps anything from being deleted at the instant. */
export function isInForce(
  { holdsUntil, liftedAt }: Pick<LegalHold, 'holdsUntil' | 'liftedAt'>,
  now: Date,
): boolean {
  return liftedAt === null && (holdsUntil === null || now < holdsUntil);
}
