import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import { LiveSession } from './live-session.entity';
import type { SessionField } from './session-rules';

export const SESSION_CHANGE_CAUSES = ['settings', 'time_zone'] as const;
/** `time_zone`: the course got another one, which moved the session. */
export type SessionChangeCause = (typeof SESSION_CHANGE_CAUSES)[number];

/** One field of a session that was changed. Rows are only added. */
@Entity('live_session_changes')
@Index('ix_live_session_changes_order', ['activityId', 'changedAt', 'id'])
@Index('ix_live_session_changes_person', ['changedBy'])
export class LiveSessionChange {
  @IdColumn()
  id: string;

  @UuidColumn()
  activityId: string;

  @ManyToOne(() => LiveSession, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'activity_id', foreignKeyConstraintName: 'fk_live_session_changes_session' })
  session?: unknown;

  @Column({ type: 'varchar', length: 20 })
  field: SessionField;

  /** As the API writes it. */
  @JsonColumn({ nullable: true })
  oldValue: unknown;

  @JsonColumn({ nullable: true })
  newValue: unknown;

  @Column({ type: 'varchar', length: 20 })
  cause: SessionChangeCause;

  @UuidColumn({ nullable: true })
  changedBy: string | null;

  @InstantColumn()
  changedAt: Date;
}
