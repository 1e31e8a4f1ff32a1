import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';

/** A word with which people enroll themselves in a course, and, where it names a group, come into the group as well. */
@Entity('course_keys')
@Index('ix_course_keys_order', ['courseId', 'id'])
@Index('ix_course_keys_group', ['groupId'])
export class CourseKey {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  /** What staff call it. */
  @Column({ type: 'varchar', length: 255 })
  label: string;

  /** As staff wrote it. They read it again, to tell it to others (decision 89). */
  @Column({ type: 'varchar', length: 64 })
  keyText: string;

  /** The group that it puts people into. Deleting the group deletes the key. */
  @UuidColumn({ nullable: true })
  groupId: string | null;

  /** It opens the course from this instant on; null: from the start. */
  @InstantColumn({ nullable: true })
  opensAt: Date | null;

  /** And no more from this one on; null: no such instant. */
  @InstantColumn({ nullable: true })
  closesAt: Date | null;

  /** For how many people it opens the course; null: for any number. */
  @Column({ type: 'int', nullable: true })
  maxUses: number | null;

  /** How many people have used it: the rows of `course_key_uses`. */
  @Column({ type: 'int', default: 0 })
  uses: number;

  @InstantColumn({ nullable: true })
  revokedAt: Date | null;

  @UuidColumn()
  createdBy: string;

  @InstantColumn()
  createdAt: Date;

  /** Counts changes by staff, not uses. */
  @Column({ type: 'int', default: 1 })
  version: number;
}
