import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import type { RequestState } from './admission-rules';

/** Somebody asks to be a learner of a course. Kept once it is decided. */
@Entity('enrollment_requests')
@Index('uq_enrollment_requests_open', ['courseId', 'userId', 'openMarker'], { unique: true })
@Index('uq_enrollment_requests_place', ['courseId', 'place'], { unique: true })
@Index('ix_enrollment_requests_state', ['courseId', 'state', 'place'])
@Index('ix_enrollment_requests_offers', ['state', 'offerUntil'])
@Index('ix_enrollment_requests_own', ['userId', 'id'])
export class EnrollmentRequest {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @UuidColumn()
  userId: string;

  /** Counts from 1 in the order in which people asked, which is the order of the waitlist. */
  @Column({ type: 'int' })
  place: number;

  @Column({ type: 'varchar', length: 20 })
  state: RequestState;

  /** 1 while it is open, so that nobody has two open ones in a course; null afterwards. */
  @Column({ type: 'tinyint', nullable: true })
  openMarker: number | null;

  /** Until when the seat that is offered can be taken; null where none was. */
  @InstantColumn({ nullable: true })
  offerUntil: Date | null;

  /** What the person wrote to the staff. */
  @Column({ type: 'varchar', length: 500, nullable: true })
  note: string | null;

  /** The key with which they asked. Without a foreign key: it goes with its group. */
  @UuidColumn({ nullable: true })
  keyId: string | null;

  /** What the staff wrote to the person. */
  @Column({ type: 'varchar', length: 500, nullable: true })
  reason: string | null;

  /** What came of it. */
  @UuidColumn({ nullable: true })
  enrollmentId: string | null;

  @InstantColumn()
  askedAt: Date;

  @InstantColumn({ nullable: true })
  decidedAt: Date | null;

  /** Null: a rule, or nobody yet. Without a foreign key, as `enrolledBy` of enrollments. */
  @UuidColumn({ nullable: true })
  decidedBy: string | null;

  @Column({ type: 'int', default: 1 })
  version: number;
}
