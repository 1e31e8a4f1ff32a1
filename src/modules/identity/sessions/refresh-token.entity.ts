import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { Session } from './session.entity';

/** A refresh token, good for one use. It is kept until it expires, so that its reuse is noticed. */
@Entity('refresh_tokens')
@Index('uq_refresh_tokens_hash', ['tokenHash'], { unique: true })
@Index('ix_refresh_tokens_session', ['sessionId', 'expiresAt'])
export class RefreshToken {
  @IdColumn()
  id: string;

  @UuidColumn()
  sessionId: string;

  @ManyToOne(() => Session, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'session_id', foreignKeyConstraintName: 'fk_refresh_tokens_session' })
  session?: Session;

  /** SHA-256 of the token, which itself is stored nowhere. */
  @Column({ type: 'binary', length: 32 })
  tokenHash: Buffer;

  @InstantColumn()
  issuedAt: Date;

  @InstantColumn()
  expiresAt: Date;

  /** Instant of the first use. */
  @InstantColumn({ nullable: true })
  usedAt: Date | null;
}
