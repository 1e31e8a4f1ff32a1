import { Column, Entity, Index } from 'typeorm';
import { BooleanColumn, IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';

/** Staff have said that a learner has completed an activity, or has not. Rows are only added. */
@Entity('completion_decisions')
@Index('ix_completion_decisions_learner', ['activityId', 'userId', 'decidedAt', 'id'])
@Index('ix_completion_decisions_person', ['userId'])
@Index('ix_completion_decisions_author', ['decidedBy'])
export class CompletionDecision {
  @IdColumn()
  id: string;

  @UuidColumn()
  activityId: string;

  @UuidColumn()
  userId: string;

  @BooleanColumn()
  isCompleted: boolean;

  @Column({ type: 'varchar', length: 1000 })
  reason: string;

  @UuidColumn()
  decidedBy: string;

  @InstantColumn()
  decidedAt: Date;
}
