import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { User } from '../users/user.entity';

/** A code by which one person can link themselves to a learner, once. Only a keyed hash of an open one is kept. */
@Entity('pairing_codes')
@Index('uq_pairing_codes_open', ['userId', 'openMarker'], { unique: true })
@Index('uq_pairing_codes_hash', ['codeHash'], { unique: true })
export class PairingCode {
  @IdColumn()
  id: string;

  /** The learner. */
  @UuidColumn()
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'fk_pairing_codes_user' })
  user?: unknown;

  /** 1 while nobody has used, replaced or revoked it. */
  @Column({ type: 'tinyint', nullable: true })
  openMarker: number | null;

  @Column({ type: 'binary', length: 32, nullable: true })
  codeHash: Buffer | null;

  @UuidColumn()
  issuedBy: string;

  @InstantColumn()
  issuedAt: Date;

  @InstantColumn()
  expiresAt: Date;
}
