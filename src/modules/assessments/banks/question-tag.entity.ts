import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UuidColumn } from '../../../shared/database/columns';
import { Question } from '../questions/question.entity';
import { QuestionBank } from './question-bank.entity';

/** A tag of a question, by which the bank is filtered. `Question.tags` repeats the labels in the order of the author. */
@Entity('question_tags')
@Index('ix_question_tags_form', ['bankId', 'form', 'questionId'])
export class QuestionTag {
  @UuidColumn({ primary: true })
  questionId: string;

  @ManyToOne(() => Question, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'question_id', foreignKeyConstraintName: 'fk_question_tags_question' })
  question?: unknown;

  /** By which tags are compared: `tagForm` of the label. */
  @PrimaryColumn({ type: 'varchar', length: 100, charset: 'utf8mb4', collation: 'utf8mb4_bin' })
  form: string;

  /** That of the question. */
  @UuidColumn()
  bankId: string;

  @ManyToOne(() => QuestionBank, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'bank_id', foreignKeyConstraintName: 'fk_question_tags_bank' })
  bank?: unknown;

  /** As the author wrote it. */
  @Column({ type: 'varchar', length: 60 })
  label: string;
}
