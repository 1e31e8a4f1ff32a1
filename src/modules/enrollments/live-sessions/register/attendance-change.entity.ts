import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../../shared/database/columns';
import { LiveSession } from '../live-session.entity';
import type { AttendanceStatus } from './attendance';

/** One change of an entry of a register. Rows are only added; played back they give the entries. */
@Entity('attendance_changes')
@Index('ix_attendance_changes_order', ['activityId', 'changedAt', 'id'])
@Index('ix_attendance_changes_person', ['userId'])
@Index('ix_attendance_changes_author', ['changedBy'])
export class AttendanceChange {
  @IdColumn()
  id: string;

  @UuidColumn()
  activityId: string;

  @ManyToOne(() => LiveSession, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'activity_id', foreignKeyConstraintName: 'fk_attendance_changes_session' })
  session?: unknown;

  @UuidColumn()
  userId: string;

  @Column({ type: 'varchar', length: 10, nullable: true })
  oldStatus: AttendanceStatus | null;

  @Column({ type: 'varchar', length: 10, nullable: true })
  newStatus: AttendanceStatus | null;

  @UuidColumn()
  changedBy: string;

  @InstantColumn()
  changedAt: Date;
}
