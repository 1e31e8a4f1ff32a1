import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import type { CourseRole } from '../../courses';
import type { StoredInvitationState } from './invitation-rules';

/** Staff invite somebody into a course: an account, or whoever has an email address. Kept once it is answered. */
@Entity('enrollment_invitations')
@Index('uq_enrollment_invitations_person', ['courseId', 'userId', 'openMarker'], { unique: true })
@Index('uq_enrollment_invitations_address', ['courseId', 'email', 'openMarker'], { unique: true })
@Index('uq_enrollment_invitations_token', ['tokenHash'], { unique: true })
@Index('ix_enrollment_invitations_order', ['courseId', 'id'])
@Index('ix_enrollment_invitations_state', ['courseId', 'state', 'id'])
@Index('ix_enrollment_invitations_own', ['userId', 'id'])
@Index('ix_enrollment_invitations_mine', ['email', 'id'])
@Index('ix_enrollment_invitations_due', ['state', 'expiresAt'])
export class EnrollmentInvitation {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @Column({ type: 'varchar', length: 20 })
  role: CourseRole;

  /** The account that is invited; null where an address is. */
  @UuidColumn({ nullable: true })
  userId: string | null;

  /** The address that is invited, in lower case; null where an account is. */
  @Column({ type: 'varchar', length: 254, nullable: true })
  email: string | null;

  /** SHA-256 of the token in the latest mail; null before the first, and for an account without an address. */
  @Column({ type: 'binary', length: 32, nullable: true })
  tokenHash: Buffer | null;

  @Column({ type: 'varchar', length: 10 })
  state: StoredInvitationState;

  /** 1 while it is pending, so that nobody has two in a course; null afterwards. */
  @Column({ type: 'tinyint', nullable: true })
  openMarker: number | null;

  /** It is over from this instant on; stored as expired by the sweep. */
  @InstantColumn()
  expiresAt: Date;

  /** Mails that were asked for, the first one counted. */
  @Column({ type: 'int', default: 1 })
  mails: number;

  /** Without a foreign key, as `enrolledBy` of enrollments. */
  @UuidColumn()
  invitedBy: string;

  @InstantColumn()
  invitedAt: Date;

  @InstantColumn({ nullable: true })
  decidedAt: Date | null;

  /** Who accepted, declined or revoked it; null: it expired. */
  @UuidColumn({ nullable: true })
  decidedBy: string | null;

  /** What came of it. */
  @UuidColumn({ nullable: true })
  enrollmentId: string | null;

  @Column({ type: 'int', default: 1 })
  version: number;
}
