import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import {
  DecimalColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  UuidColumn,
} from '../../../shared/database/columns';
import type { QuestionDefinition, QuestionType } from '../question-types/registry';
import { QuestionBank } from '../banks/question-bank.entity';
import { QuestionFolder } from '../banks/question-folder.entity';
import { Quiz } from '../quizzes/quiz.entity';

/**
 * A question of a bank, whatever it asks now: that stands in its versions. What is here besides, from `activityId` to
 * `feedbackHtml`, repeats the latest version in the quiz that the question was made in. It is written for the build before,
 * which reads nothing else, and for what a bank is filtered and searched by: type, prompt and definition.
 */
@Entity('questions')
@Index('ix_questions_position', ['activityId', 'position'])
@Index('ix_questions_bank', ['bankId', 'archivedAt', 'id'])
@Index('ix_questions_folder', ['folderId', 'archivedAt', 'id'])
export class Question {
  @IdColumn()
  id: string;

  /** Null only while the migration runs. */
  @UuidColumn({ nullable: true })
  bankId: string | null;

  @ManyToOne(() => QuestionBank, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'bank_id', foreignKeyConstraintName: 'fk_questions_bank' })
  bank?: unknown;

  /** Of its bank; null at the top. */
  @UuidColumn({ nullable: true })
  folderId: string | null;

  @ManyToOne(() => QuestionFolder, { onDelete: 'SET NULL', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'folder_id', foreignKeyConstraintName: 'fk_questions_folder' })
  folder?: unknown;

  /** Labels, as the author wrote them; null for none. `QuestionTag` has them one by one. */
  @JsonColumn({ nullable: true })
  tags: string[] | null;

  /** No foreign key, since the version points back. */
  @UuidColumn({ nullable: true })
  latestVersionId: string | null;

  /** When it was taken out of the bank. What was asked stays. */
  @InstantColumn({ nullable: true })
  archivedAt: Date | null;

  /** Counts the writes of this build: a trigger refuses those that do not raise it, which are of the build before. */
  @Column({ type: 'int', default: 0 })
  edits: number;

  @UuidColumn({ nullable: true })
  activityId: string | null;

  @ManyToOne(() => Quiz, { onDelete: 'SET NULL', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'activity_id', foreignKeyConstraintName: 'fk_questions_quiz' })
  quiz?: unknown;

  @Column({ type: 'int' })
  position: number;

  @Column({ type: 'varchar', length: 20 })
  type: QuestionType;

  /** Markdown, and the HTML made of it when it was last written. */
  @Column({ type: 'mediumtext' })
  prompt: string;

  @Column({ type: 'mediumtext' })
  promptHtml: string;

  @DecimalColumn(9, 4)
  points: string;

  @JsonColumn()
  definition: QuestionDefinition;

  /** Markdown: what a learner may read once they have been graded. */
  @Column({ type: 'mediumtext', nullable: true })
  feedback: string | null;

  @Column({ type: 'mediumtext', nullable: true })
  feedbackHtml: string | null;

  /** Of the question as authors change it: each change counts, also one that makes no version of what is asked. */
  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
