import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';

/** That a learner has a tag. It goes when the learner leaves the course. */
@Entity('tagged_learners')
@Index('uq_tagged_learners_person', ['tagId', 'userId'], { unique: true })
@Index('ix_tagged_learners_order', ['tagId', 'id'])
@Index('ix_tagged_learners_person', ['userId'])
@Index('ix_tagged_learners_author', ['taggedBy'])
export class TaggedLearner {
  @IdColumn()
  id: string;

  @UuidColumn()
  tagId: string;

  @UuidColumn()
  userId: string;

  @InstantColumn()
  taggedAt: Date;

  @UuidColumn()
  taggedBy: string;
}
