import { Column, Entity, Index } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';

/**
 * What has completed an activity: the learner's word, an attempt that passed, an instructor's override that did, the register of a
 * session, the activity's own completion rule, or staff. `kept`: an earlier rule, which the author let stand.
 */
export const COMPLETION_CAUSES = [
  'manual',
  'quiz',
  'override',
  'attendance',
  'rule',
  'staff',
  'kept',
] as const;
export type CompletionCause = (typeof COMPLETION_CAUSES)[number];

/**
 * A learner has completed an activity. Progress is counted from these rows whenever it is read and not stored, so
 * counts are never out of date. An activity with completions cannot be deleted.
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
