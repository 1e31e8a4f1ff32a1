import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';

/** What the staff of a course mark learners with, for themselves: learners never see it. */
@Entity('learner_tags')
@Index('uq_learner_tags_title', ['courseId', 'title'], { unique: true })
@Index('ix_learner_tags_order', ['courseId', 'id'])
export class LearnerTag {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  /** Counts changes of the title, not of who has the tag. */
  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
