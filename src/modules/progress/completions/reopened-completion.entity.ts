import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import type { CompletionCause } from './activity-completion.entity';

/** A completion that its learner, or an instructor's override of a quiz, has taken back. Never changed, and kept when the course or the activity is deleted. */
@Entity('reopened_completions')
@Index('ix_reopened_completions_learner', ['userId', 'activityId'])
@Index('ix_reopened_completions_course', ['courseId', 'userId', 'reopenedAt'])
export class ReopenedCompletion {
  @IdColumn()
  id: string;

  @UuidColumn()
  userId: string;

  @UuidColumn()
  activityId: string;

  @UuidColumn()
  courseId: string;

  @InstantColumn()
  completedAt: Date;

  @Column({ type: 'varchar', length: 10 })
  cause: CompletionCause;

  @InstantColumn()
  reopenedAt: Date;
}
