import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { User } from '../users/user.entity';

/** That a person was erased, or that it has begun. The account has no name any more. */
@Entity('erased_people')
@Index('uq_erased_people_number', ['number'], { unique: true })
@Index('ix_erased_people_sourced_id', ['sourcedIdDigest'])
export class ErasedPerson {
  @UuidColumn({ primary: true })
  userId: string;

  @ManyToOne(() => User, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'fk_erased_people_user' })
  user?: unknown;

  /** Of the pseudonym, from 1. */
  @Column({ type: 'int' })
  number: number;

  /** The SHA-256 of the sourcedId, by which the person can be known again in a roster; null where there was none. */
  @Column({ type: 'binary', length: 32, nullable: true })
  sourcedIdDigest: Buffer | null;

  @UuidColumn({ nullable: true })
  erasedBy: string | null;

  @InstantColumn()
  erasedAt: Date;
}
