import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import type { ContentPart } from '../question-types/definition-parts';
import type { QuestionType } from '../question-types/registry';
import { Question } from './question.entity';

/** What a question asks. A version never changes; only its key can be revised, and it points at the newest revision. */
@Entity('question_versions')
@Index('uq_question_versions_number', ['questionId', 'number'], { unique: true })
@Index('ix_question_versions_creator', ['createdBy'])
export class QuestionVersion {
  @IdColumn()
  id: string;

  @UuidColumn()
  questionId: string;

  @ManyToOne(() => Question, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'question_id', foreignKeyConstraintName: 'fk_question_versions_question' })
  question?: unknown;

  /** Counts the versions of the question from 1. */
  @Column({ type: 'int' })
  number: number;

  @Column({ type: 'varchar', length: 20 })
  type: QuestionType;

  /** Markdown, and the HTML made of it. */
  @Column({ type: 'mediumtext' })
  prompt: string;

  @Column({ type: 'mediumtext' })
  promptHtml: string;

  @JsonColumn()
  content: ContentPart;

  /** The newest; no foreign key, since the revision points back. */
  @UuidColumn()
  keyRevisionId: string;

  /** Null for what was there before versions were kept, and for what no person made. */
  @UuidColumn({ nullable: true })
  createdBy: string | null;

  @InstantColumn()
  createdAt: Date;
}
