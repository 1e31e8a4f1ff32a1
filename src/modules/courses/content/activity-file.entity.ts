import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { UuidColumn } from '../../../shared/database/columns';
import { Activity } from './activity.entity';

/** The text of the activity names the file. While it does, the file cannot be removed. */
@Entity('activity_files')
@Index('ix_activity_files_file', ['fileId'])
export class ActivityFile {
  @UuidColumn({ primary: true })
  activityId: string;

  @ManyToOne(() => Activity, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'activity_id', foreignKeyConstraintName: 'fk_activity_files_activity' })
  activity?: unknown;

  @UuidColumn({ primary: true })
  fileId: string;
}
