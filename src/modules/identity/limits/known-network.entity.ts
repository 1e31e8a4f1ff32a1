import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { User } from '../users/user.entity';

/** A network from which the person has signed in or used a token from their mailbox. */
@Entity('known_networks')
@Index('ix_known_networks_last_used', ['lastUsedAt'])
export class KnownNetwork {
  @UuidColumn({ primary: true })
  userId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'fk_known_networks_user' })
  user?: unknown;

  /** SHA-256 of what `networkOf` gives. */
  @PrimaryColumn({ type: 'binary', length: 32 })
  network: Buffer;

  @InstantColumn()
  lastUsedAt: Date;
}
