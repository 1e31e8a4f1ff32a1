import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';

/** A group of a set. Who is in it is in `group_memberships`. */
@Entity('course_groups')
@Index('uq_course_groups_title', ['setId', 'title'], { unique: true })
@Index('ix_course_groups_order', ['setId', 'id'])
export class CourseGroup {
  @IdColumn()
  id: string;

  @UuidColumn()
  setId: string;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  /** Counts changes of the title, not of who is in the group. */
  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
