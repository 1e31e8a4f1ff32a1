import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import type { PlatformRole } from '../../../shared/auth/caller';
import { IdColumn, InstantColumn, SourcedIdColumn, UuidColumn } from '../../../shared/database/columns';
import { Org } from '../org.entity';

/** An account. Its sign-in name is the username; an email address, where it has one, signs in too. */
@Entity('users')
@Index('uq_users_sourced_id', ['sourcedId'], { unique: true })
@Index('uq_users_username', ['username'], { unique: true })
@Index('uq_users_email', ['email'], { unique: true })
@Index('ix_users_name', ['familyName', 'givenName', 'id'])
@Index('ix_users_given_name', ['givenName'])
@Index('ix_users_role', ['role', 'familyName', 'givenName', 'id'])
@Index('ix_users_disabled', ['disabledAt'])
@Index('ix_users_org', ['orgId'])
@Index('ix_users_identifier', ['identifier'])
export class User {
  @IdColumn()
  id: string;

  @SourcedIdColumn()
  sourcedId: string | null;

  @Column({ type: 'varchar', length: 255 })
  username: string;

  @Column({ type: 'varchar', length: 255, nullable: true })
  email: string | null;

  @Column({ type: 'varchar', length: 255 })
  givenName: string;

  @Column({ type: 'varchar', length: 255, nullable: true })
  middleName: string | null;

  @Column({ type: 'varchar', length: 255 })
  familyName: string;

  /** A student or staff number. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  identifier: string | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  phone: string | null;

  @Column({ type: 'varchar', length: 20 })
  role: PlatformRole;

  /** Of guardians, what the roster calls them: `parent`, `guardian` or `relative`; null for others. */
  @Column({ type: 'varchar', length: 20, nullable: true })
  relation: string | null;

  /**
   * The sourcedIds that the roster gives as their agents, or whose agents they are; sorted, separated by commas. The links
   * to those who have accounts are in person_links.
   */
  @Column({ type: 'mediumtext', nullable: true, select: false })
  agentSourcedIds: string | null;

  /**
   * argon2id in PHC form; null for an account without a password, such as an imported one. Not loaded unless a query names
   * the column, as `CredentialsRepository` does.
   */
  @Column({ type: 'varchar', length: 255, nullable: true, select: false })
  passwordHash: string | null;

  /** Since when it is suspended; null while it is active. */
  @InstantColumn({ nullable: true })
  disabledAt: Date | null;

  @UuidColumn({ nullable: true })
  orgId: string | null;

  @ManyToOne(() => Org, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'org_id', foreignKeyConstraintName: 'fk_users_org' })
  org?: unknown;

  @Column({ type: 'varchar', length: 35, default: 'en' })
  locale: string;

  @Column({ type: 'varchar', length: 64, default: 'UTC' })
  timeZone: string;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}

/** An account without its password hash, which only `CredentialsRepository` reads. */
export type Account = Omit<User, 'passwordHash' | 'relation' | 'agentSourcedIds' | 'org'>;

/** The columns of an account that a change sets directly. Undefined ones stay as they are. */
export type UserChanges = Partial<
  Omit<Account, 'id' | 'sourcedId' | 'orgId' | 'disabledAt' | 'version' | 'createdAt' | 'updatedAt'>
>;

/** The columns of a new account. Undefined ones get the default of the column. */
export type NewUser = Pick<User, 'id' | 'username' | 'givenName' | 'familyName' | 'role'> &
  UserChanges & { passwordHash?: string | null };
