import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { UuidColumn } from '../../../shared/database/columns';
import { Script } from '../scripts/script.entity';

/** A mark of the script, counting or not, gives the file back to the learner. Neither marks nor scripts are ever deleted, and so this stays. */
@Entity('feedback_files')
@Index('ix_feedback_files_file', ['fileId'])
export class FeedbackFile {
  @UuidColumn({ primary: true })
  scriptId: string;

  @ManyToOne(() => Script, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'script_id', foreignKeyConstraintName: 'fk_feedback_files_script' })
  script?: unknown;

  @UuidColumn({ primary: true })
  fileId: string;
}
