import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { Attempt } from '../attempts/attempt.entity';

/** An answer of the log that its learner had checked, and that was a try. Rows are only added; grading follows them once more. */
@Entity('question_tries')
@Index('uq_question_tries_answer', ['attemptId', 'questionId', 'sequence'], { unique: true })
export class QuestionTry {
  @UuidColumn({ primary: true })
  attemptId: string;

  @ManyToOne(() => Attempt, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'attempt_id', foreignKeyConstraintName: 'fk_question_tries_attempt' })
  attempt?: unknown;

  @UuidColumn({ primary: true })
  questionId: string;

  /** Counts the tries of the question from 1. */
  @Column({ type: 'int', primary: true })
  number: number;

  /** Of the entry of the log. */
  @Column({ type: 'bigint' })
  sequence: number;

  @InstantColumn()
  checkedAt: Date;
}
