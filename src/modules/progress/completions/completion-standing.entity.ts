import { Entity, Index } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';

/**
 * What is known of a learner's way to the completion of an activity that has a completion rule, or that staff have decided about,
 * besides what other modules know. Whoever decides whether it is completed holds the row.
 */
@Entity('completion_standings')
@Index('ix_completion_standings_activity', ['activityId'])
@Index('ix_completion_standings_course', ['courseId'])
export class CompletionStanding {
  @UuidColumn({ primary: true })
  userId: string;

  @UuidColumn({ primary: true })
  activityId: string;

  @UuidColumn()
  courseId: string;

  /** When the learner said that they were done; null: they do not say so. */
  @InstantColumn({ nullable: true })
  markedAt: Date | null;

  /** When staff last lifted the completion. What the learner did before completes nothing any more. */
  @InstantColumn({ nullable: true })
  liftedAt: Date | null;
}
