import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { User } from '../users/user.entity';

/** Why a code opens nothing any more. One that nobody used just expires. */
export type CodeEnd = 'used' | 'replaced' | 'revoked' | 'password_changed' | 'suspended';

/** A code with which a person without an email address signs in, once. Stays, without its hash, when it has ended. */
@Entity('sign_in_codes')
@Index('uq_sign_in_codes_open', ['userId', 'openMarker'], { unique: true })
export class SignInCode {
  @IdColumn()
  id: string;

  @UuidColumn()
  userId: string;

  @ManyToOne(() => User, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'fk_sign_in_codes_user' })
  user?: unknown;

  /** The course whose instructor issued it. */
  @UuidColumn()
  courseId: string;

  /** 1 until it ends, then null: so a person has one open code at most. */
  @Column({ type: 'tinyint', nullable: true })
  openMarker: number | null;

  /** argon2id of a keyed hash of the code, in PHC form; null when it has ended. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  codeHash: string | null;

  /** The name of the key. */
  @Column({ type: 'varchar', length: 64 })
  keyName: string;

  @UuidColumn()
  issuedBy: string;

  @InstantColumn()
  issuedAt: Date;

  @InstantColumn()
  expiresAt: Date;

  @InstantColumn({ nullable: true })
  endedAt: Date | null;

  @Column({ type: 'varchar', length: 20, nullable: true })
  ending: CodeEnd | null;
}
