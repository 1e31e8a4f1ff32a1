import { Column, Entity, Index } from 'typeorm';
import {
  DayColumn,
  IdColumn,
  InstantColumn,
  SourcedIdColumn,
  UuidColumn,
} from '../../shared/database/columns';
import type { CourseRole } from '../courses';

/**
 * A person's enrollment in a course. There is one row for each person, course and role, for ever. It has no status: it is active from
 * `beginDate` until the day before `endDate`, days of the course's time zone. Withdrawing sets `endDate`;
 * enrolling again clears it.
 *
 * The names are copies of the person's, so that an index holds each course's people in the order of its lists.
 * Code that adds a row copies them while it locks the account's row; PeopleRenamed updates them.
 */
@Entity('enrollments')
@Index('uq_enrollments_sourced_id', ['sourcedId'], { unique: true })
@Index('uq_enrollments_person', ['courseId', 'userId', 'role'], { unique: true })
@Index('ix_enrollments_own', ['userId', 'beginDate', 'id'])
@Index('ix_enrollments_name', ['courseId', 'role', 'familyName', 'givenName', 'id'])
export class Enrollment {
  @IdColumn()
  id: string;

  @SourcedIdColumn()
  sourcedId: string | null;

  @UuidColumn()
  courseId: string;

  @UuidColumn()
  userId: string;

  @Column({ type: 'varchar', length: 20 })
  role: CourseRole;

  @Column({ type: 'varchar', length: 255 })
  familyName: string;

  @Column({ type: 'varchar', length: 255 })
  givenName: string;

  /** The first active day. */
  @DayColumn()
  beginDate: string;

  /** The first day that is no longer active. */
  @DayColumn({ nullable: true })
  endDate: string | null;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
