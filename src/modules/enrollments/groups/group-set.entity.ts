import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import type { GroupJoining, GroupVisibility } from './group-rules';

/** Groups of a course that belong together. A learner is in at most one group of a set. */
@Entity('group_sets')
@Index('uq_group_sets_title', ['courseId', 'title'], { unique: true })
@Index('ix_group_sets_order', ['courseId', 'id'])
export class GroupSet {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  @Column({ type: 'varchar', length: 10 })
  joining: GroupJoining;

  /** As many learners as can join a group by themselves; null: any number. Staff can put in more. */
  @Column({ type: 'int', nullable: true })
  groupSize: number | null;

  /** From when on learners join by themselves; null: from the start. */
  @InstantColumn({ nullable: true })
  opensAt: Date | null;

  /** From when on they cannot any more; null: never. */
  @InstantColumn({ nullable: true })
  closesAt: Date | null;

  @Column({ type: 'varchar', length: 10 })
  visibility: GroupVisibility;

  /** Counts changes of these settings, not of who is in the groups. */
  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
