import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { UuidColumn } from '../../../shared/database/columns';
import { Attempt } from '../attempts/attempt.entity';

/** An entry of the log of answers, counting or not, names the file. The log keeps its entries, and so this stays for as long as the attempt. */
@Entity('answer_files')
@Index('ix_answer_files_file', ['fileId'])
export class AnswerFile {
  @UuidColumn({ primary: true })
  attemptId: string;

  @ManyToOne(() => Attempt, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'attempt_id', foreignKeyConstraintName: 'fk_answer_files_attempt' })
  attempt?: unknown;

  @UuidColumn({ primary: true })
  questionId: string;

  @UuidColumn({ primary: true })
  fileId: string;
}
