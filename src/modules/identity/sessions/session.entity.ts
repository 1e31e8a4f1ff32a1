import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { User } from '../users/user.entity';

/** Why a session ended. */
export type EndReason =
  'signed_out' | 'signed_out_everywhere' | 'refresh_token_reused' | 'password_changed' | 'suspended';

/** A sign-in on one device: the family of refresh tokens that came from it. Access tokens name it as `sid`. */
@Entity('sessions')
@Index('ix_sessions_user', ['userId', 'revokedAt'])
export class Session {
  @IdColumn()
  id: string;

  @UuidColumn()
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'fk_sessions_user' })
  user?: unknown;

  @InstantColumn()
  createdAt: Date;

  /** Of its latest sign-in or refresh: requests with an access token are not counted. */
  @InstantColumn()
  lastUsedAt: Date;

  /** Moves on with every refresh. */
  @InstantColumn()
  expiresAt: Date;

  @InstantColumn({ nullable: true })
  revokedAt: Date | null;

  @Column({ type: 'varchar', length: 40, nullable: true })
  revokedReason: EndReason | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  userAgent: string | null;

  @Column({ type: 'varchar', length: 45, nullable: true })
  ip: string | null;
}
