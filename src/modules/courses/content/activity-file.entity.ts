import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { BooleanColumn, UuidColumn } from '../../../shared/database/columns';
import { Activity } from './activity.entity';

/** The draft of the activity names the file, or a version of it does. While it is so, the file cannot be removed. */
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

  /** The draft names it. */
  @BooleanColumn({ default: true })
  isDrafted: boolean;

  /** A version that was published names it. Versions are kept, and so is the file. */
  @BooleanColumn({ default: false })
  isPublished: boolean;

  /** The version that is published now names it, so learners may read it. */
  @BooleanColumn({ default: false })
  isShown: boolean;
}
