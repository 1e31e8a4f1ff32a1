import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { DecimalColumn, IdColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import { QuestionFolder } from '../banks/question-folder.entity';
import { Question } from '../questions/question.entity';
import { QuestionVersion } from '../questions/question-version.entity';
import { Quiz } from '../quizzes/quiz.entity';
import type { DrawSettings } from './draws';

export type SlotKind = 'question' | 'draw';

/** A place in a quiz. */
@Entity('quiz_slots')
@Index('ix_quiz_slots_position', ['activityId', 'position'])
@Index('uq_quiz_slots_question', ['activityId', 'questionId'], { unique: true })
@Index('ix_quiz_slots_question', ['questionId'])
@Index('ix_quiz_slots_version', ['versionId'])
@Index('ix_quiz_slots_folder', ['folderId'])
export class QuizSlot {
  @IdColumn()
  id: string;

  @UuidColumn()
  activityId: string;

  @ManyToOne(() => Quiz, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'activity_id', foreignKeyConstraintName: 'fk_quiz_slots_quiz' })
  quiz?: unknown;

  @Column({ type: 'int' })
  position: number;

  @Column({ type: 'varchar', length: 20 })
  kind: SlotKind;

  /** The question that it asks; null for a draw. */
  @UuidColumn({ nullable: true })
  questionId: string | null;

  @ManyToOne(() => Question, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'question_id', foreignKeyConstraintName: 'fk_quiz_slots_question' })
  question?: unknown;

  /** The version that it is held to; null where it follows the latest. */
  @UuidColumn({ nullable: true })
  versionId: string | null;

  @ManyToOne(() => QuestionVersion, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'version_id', foreignKeyConstraintName: 'fk_quiz_slots_version' })
  version?: unknown;

  /** How many questions a draw asks; null for a question. */
  @Column({ type: 'int', nullable: true })
  drawCount: number | null;

  /** What each question of a draw is worth; null for a question. */
  @DecimalColumn(9, 4, { nullable: true })
  drawPoints: string | null;

  /** The folder that a draw draws from; null for a question, and for a draw from the whole bank. */
  @UuidColumn({ nullable: true })
  folderId: string | null;

  @ManyToOne(() => QuestionFolder, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'folder_id', foreignKeyConstraintName: 'fk_quiz_slots_folder' })
  folder?: unknown;

  /** The rest of what a draw is filtered by; null for a question. */
  @JsonColumn({ nullable: true })
  settings: DrawSettings | null;
}
