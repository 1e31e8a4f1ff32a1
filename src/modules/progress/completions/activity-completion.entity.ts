import { Column, Entity, Index } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';

export type CompletionCause = 'manual' | 'quiz';

/**
 * That a learner has completed an activity. All progress is counted from these rows when it is read, never kept
 * beside them, so no count can drift. An activity that has any is not deleted.
 */
@Entity('activity_completions')
@Index('ix_activity_completions_course', ['courseId', 'userId', 'completedAt'])
@Index('ix_activity_completions_activity', ['activityId'])
export class ActivityCompletion {
  @UuidColumn({ primary: true })
  userId: string;

  @UuidColumn({ primary: true })
  activityId: string;

  @UuidColumn()
  courseId: string;

  @InstantColumn()
  completedAt: Date;

  @Column({ type: 'varchar', length: 10 })
  cause: CompletionCause;
}
