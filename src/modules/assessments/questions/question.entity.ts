import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import {
  DecimalColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  UuidColumn,
} from '../../../shared/database/columns';
import type { QuestionDefinition, QuestionType } from '../question-types/registry';
import { Quiz } from '../quizzes/quiz.entity';

@Entity('questions')
@Index('ix_questions_position', ['activityId', 'position'])
export class Question {
  @IdColumn()
  id: string;

  @UuidColumn()
  activityId: string;

  @ManyToOne(() => Quiz, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
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

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
