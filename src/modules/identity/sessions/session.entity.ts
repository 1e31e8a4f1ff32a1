import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { User } from '../users/user.entity';

/** Why a session ended. */
export type EndReason =
  'signed_out' | 'signed_out_everywhere' | 'refresh_token_reused' | 'password_changed' | 'suspended';

/** A sign-in on one device, with the refresh tokens that came from it. The claim `sid` of access tokens is its id. */
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

  /** Instant of the sign-in or the latest refresh. Requests with an access token do not change it. */
  @InstantColumn()
  lastUsedAt: Date;

  /** Extended by every refresh. */
  @InstantColumn()
  expiresAt: Date;

  @InstantColumn({ nullable: true })
  revokedAt: Date | null;

  @Column({ type: 'varchar', length: 40, nullable: true })
  revokedReason: EndReason | null;

  /** Whoever issued the sign-in code that opened it; null where a password did. */
  @UuidColumn({ nullable: true })
  codeIssuedBy: string | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  userAgent: string | null;

  @Column({ type: 'varchar', length: 45, nullable: true })
  ip: string | null;
}
