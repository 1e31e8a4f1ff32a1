import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../../shared/database/columns';
import { LiveSession } from '../live-session.entity';
import type { AttendanceStatus } from './attendance';

/** Whether a learner was at a session, as it stands now. `attendance_changes` says how it came to that. */
@Entity('attendance_entries')
@Index('ix_attendance_entries_person', ['userId'])
@Index('ix_attendance_entries_author', ['recordedBy'])
export class AttendanceEntry {
  @UuidColumn({ primary: true })
  activityId: string;

  @ManyToOne(() => LiveSession, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'activity_id', foreignKeyConstraintName: 'fk_attendance_entries_session' })
  session?: unknown;

  @UuidColumn({ primary: true })
  userId: string;

  /** Null where an entry was taken back. */
  @Column({ type: 'varchar', length: 10, nullable: true })
  status: AttendanceStatus | null;

  /** Counts its changes from 1. */
  @Column({ type: 'int', default: 1 })
  version: number;

  @UuidColumn()
  recordedBy: string;

  @InstantColumn()
  recordedAt: Date;
}
