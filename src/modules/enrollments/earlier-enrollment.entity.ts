import { Column, Entity, Index } from 'typeorm';
import { DayColumn, IdColumn, InstantColumn, UuidColumn } from '../../shared/database/columns';
import type { CourseRole, StoredState } from '../courses';
import type { EnrollmentSource } from './states/enrollment-sources';

/**
 * A former spell of an enrollment: as it was before the person was enrolled again, which gave the row new days.
 * Never changed, and kept when the course is deleted.
 */
@Entity('earlier_enrollments')
@Index('ix_earlier_enrollments_course', ['courseId', 'role', 'endDate'])
@Index('ix_earlier_enrollments_spells', ['enrollmentId', 'spell'])
export class EarlierEnrollment {
  @IdColumn()
  id: string;

  @UuidColumn()
  enrollmentId: string;

  @UuidColumn()
  courseId: string;

  @UuidColumn()
  userId: string;

  @Column({ type: 'varchar', length: 20 })
  role: CourseRole;

  @DayColumn()
  beginDate: string;

  /** The first day that was no longer active. */
  @DayColumn()
  endDate: string;

  @Column({ type: 'varchar', length: 20, default: 'active' })
  state: StoredState;

  /** Counts from 1. */
  @Column({ type: 'int', default: 1 })
  spell: number;

  /** When the spell was begun; null for the first one: when the enrollment was made. */
  @InstantColumn({ nullable: true })
  enrolledAt: Date | null;

  /** Who began the spell; null: nobody, or not known. Without a foreign key, since locking another account would break the order of locks. */
  @UuidColumn({ nullable: true })
  enrolledBy: string | null;

  @Column({ type: 'varchar', length: 20, default: 'unknown' })
  source: EnrollmentSource;

  @InstantColumn()
  resumedAt: Date;
}
