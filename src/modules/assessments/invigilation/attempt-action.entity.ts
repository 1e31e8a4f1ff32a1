import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import { Attempt } from '../attempts/attempt.entity';
import type { ActionDetails, ActionKind } from './attempt-action';

/** Something that was done with an attempt. Rows are added, and never changed or deleted. */
@Entity('attempt_actions')
@Index('uq_attempt_actions_subject', ['subjectId'], { unique: true })
@Index('ix_attempt_actions_order', ['attemptId', 'actedAt', 'id'])
export class AttemptAction {
  @IdColumn()
  id: string;

  @UuidColumn()
  attemptId: string;

  @ManyToOne(() => Attempt, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'attempt_id', foreignKeyConstraintName: 'fk_attempt_actions_attempt' })
  attempt?: unknown;

  @Column({ type: 'varchar', length: 20 })
  kind: ActionKind;

  /** Null: nobody did it. */
  @UuidColumn({ nullable: true })
  actedBy: string | null;

  @InstantColumn()
  actedAt: Date;

  /** Why, for staff only. */
  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @JsonColumn()
  details: ActionDetails;

  /** The action that this one is about, such as the message that was delivered. */
  @UuidColumn({ nullable: true })
  subjectId: string | null;
}
