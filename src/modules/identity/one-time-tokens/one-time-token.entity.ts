import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { InstantColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import { User } from '../users/user.entity';

/** What a mailed token is for. */
export type OneTimePurpose = 'registration' | 'password_reset';

/** A mailed token. Its use deletes it. */
@Entity('one_time_tokens')
@Index('ix_one_time_tokens_user', ['userId', 'purpose'])
@Index('ix_one_time_tokens_expiry', ['expiresAt'])
export class OneTimeToken {
  /** SHA-256 of the token, which itself is stored nowhere. */
  @PrimaryColumn({ type: 'binary', length: 32 })
  tokenHash: Buffer;

  @Column({ type: 'varchar', length: 20 })
  purpose: OneTimePurpose;

  /** The account it is for; null where the account does not exist yet. */
  @UuidColumn({ nullable: true })
  userId: string | null;

  @ManyToOne(() => User, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'fk_one_time_tokens_user' })
  user?: unknown;

  /** The fields of the account to create. */
  @JsonColumn({ nullable: true })
  payload: object | null;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  expiresAt: Date;
}
