import { Column, Entity, Index } from 'typeorm';
import {
  DayColumn,
  IdColumn,
  BooleanColumn,
  IdsColumn,
  InstantColumn,
  SourcedIdColumn,
  UuidColumn,
} from '../../shared/database/columns';
import type { CourseRole, StoredState } from '../courses';
import type { EnrollmentSource } from './states/enrollment-sources';

/** To so many groups an assistant can be limited. */
export const MOST_GROUPS_OF_ASSISTANT = 50;

/**
 * A person's enrollment in a course, as it is in its present spell. There is one row for each person, course and role, for ever.
 * It gives access from `beginDate` until the day before `endDate`, days of the course's time zone, while its state lets it:
 * `stateInForce` says which state that makes. Enrolling again begins a new spell; the one before is kept as EarlierEnrollment.
 * What changes a state or a day is kept as EnrollmentMove, from which the present state can be worked out again.
 *
 * The names are copies of the person's, so that an index holds each course's people in the order of its lists.
 * Code that adds a row copies them while it locks the account's row; PeopleRenamed updates them.
 */
@Entity('enrollments')
@Index('uq_enrollments_sourced_id', ['sourcedId'], { unique: true })
@Index('uq_enrollments_person', ['courseId', 'userId', 'role'], { unique: true })
@Index('ix_enrollments_own', ['userId', 'beginDate', 'id'])
@Index('ix_enrollments_name', ['courseId', 'role', 'familyName', 'givenName', 'id'])
@Index('ix_enrollments_expiring', ['state', 'endDate'])
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

  @Column({ type: 'varchar', length: 20, default: 'active' })
  state: StoredState;

  /** Of an instructor: the course belongs to them. */
  @BooleanColumn({ default: false })
  isOwner: boolean;

  /** Of an assistant: the groups to which they are limited; null: to none. One that is deleted since limits them to nobody. */
  @IdsColumn({ most: MOST_GROUPS_OF_ASSISTANT })
  groupIds: string[] | null;

  /** Counts from 1. */
  @Column({ type: 'int', default: 1 })
  spell: number;

  /** When the spell was begun; null for the first one: when the row was made. */
  @InstantColumn({ nullable: true })
  enrolledAt: Date | null;

  /** Who began the spell; null: nobody, or not known. Without a foreign key, since locking another account would break the order of locks. */
  @UuidColumn({ nullable: true })
  enrolledBy: string | null;

  @Column({ type: 'varchar', length: 20, default: 'unknown' })
  source: EnrollmentSource;

  /** Another one after each move and each new spell. */
  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
