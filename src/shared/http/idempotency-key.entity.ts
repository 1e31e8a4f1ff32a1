import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { InstantColumn, UuidColumn } from '../database/columns';

/** A POST that a client has named, so that sending it again does nothing twice. Kept for a day. */
@Entity('idempotency_keys')
@Index('ix_idempotency_keys_created', ['createdAt'])
export class IdempotencyKey {
  /** SHA-256 of the caller and the key they sent. */
  @PrimaryColumn({ type: 'binary', length: 32 })
  keyHash: Buffer;

  @UuidColumn()
  userId: string;

  /** SHA-256 of method, address and body: a replay must ask for the same. */
  @Column({ type: 'binary', length: 32 })
  fingerprint: Buffer;

  @InstantColumn()
  createdAt: Date;

  /** Written only for the previous build, whose claims are rows that are not completed yet. */
  @InstantColumn()
  lockedUntil: Date;

  @InstantColumn({ nullable: true })
  completedAt: Date | null;

  @Column({ type: 'mediumtext', nullable: true })
  response: string | null;

  /** The view of the answer, which its ETag names. */
  @Column({ type: 'varchar', length: 40, nullable: true })
  answerView: string | null;
}
