import { Column, Entity, Index } from 'typeorm';
import { DayColumn, IdColumn, InstantColumn, UuidColumn } from '../../shared/database/columns';
import type { CourseRole } from '../courses';

/**
 * An enrollment as it was before the person was enrolled again, which gave the row new days: that they once left stays known.
 * Never changed, and kept when the course is deleted.
 */
@Entity('earlier_enrollments')
@Index('ix_earlier_enrollments_course', ['courseId', 'role', 'endDate'])
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

  @InstantColumn()
  resumedAt: Date;
}
