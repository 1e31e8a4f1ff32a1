import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import type { QuizSettings } from './quiz-settings';
import { Quiz } from './quiz.entity';

export const POLICY_CHANGE_CAUSES = ['settings', 'time_zone'] as const;
/** `time_zone`: the course got another one, which moved the quiz's dates. */
export type PolicyChangeCause = (typeof POLICY_CHANGE_CAUSES)[number];

/** One setting of a quiz that was changed. Rows are only added. */
@Entity('quiz_policy_changes')
@Index('ix_quiz_policy_changes_order', ['activityId', 'changedAt', 'id'])
@Index('ix_quiz_policy_changes_person', ['changedBy'])
export class QuizPolicyChange {
  @IdColumn()
  id: string;

  @UuidColumn()
  activityId: string;

  @ManyToOne(() => Quiz, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'activity_id', foreignKeyConstraintName: 'fk_quiz_policy_changes_quiz' })
  quiz?: unknown;

  @Column({ type: 'varchar', length: 40 })
  setting: keyof QuizSettings;

  /** As the API writes it. */
  @JsonColumn({ nullable: true })
  oldValue: unknown;

  @JsonColumn({ nullable: true })
  newValue: unknown;

  @Column({ type: 'varchar', length: 20 })
  cause: PolicyChangeCause;

  /** Null where no person did. */
  @UuidColumn({ nullable: true })
  changedBy: string | null;

  @InstantColumn()
  changedAt: Date;
}
