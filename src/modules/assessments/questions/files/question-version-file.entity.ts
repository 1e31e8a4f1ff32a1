import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { BooleanColumn, UuidColumn } from '../../../../shared/database/columns';
import { QuestionVersion } from '../question-version.entity';

/** A text of the version, or of a key of it, names the file. Versions stay as they are, and so does this. */
@Entity('question_version_files')
@Index('ix_question_version_files_file', ['fileId'])
export class QuestionVersionFile {
  @UuidColumn({ primary: true })
  versionId: string;

  @ManyToOne(() => QuestionVersion, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'version_id', foreignKeyConstraintName: 'fk_question_version_files_version' })
  version?: unknown;

  @UuidColumn({ primary: true })
  fileId: string;

  /** Whether what is asked names it; else the feedback alone does, which learners see by the review rules. */
  @BooleanColumn()
  isAsked: boolean;
}
