import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import { Question } from '../questions/question.entity';
import { QuestionVersion } from '../questions/question-version.entity';
import { Quiz } from '../quizzes/quiz.entity';

export type SlotKind = 'question' | 'draw';

/** A place in a quiz. */
@Entity('quiz_slots')
@Index('ix_quiz_slots_position', ['activityId', 'position'])
@Index('uq_quiz_slots_question', ['activityId', 'questionId'], { unique: true })
@Index('ix_quiz_slots_question', ['questionId'])
@Index('ix_quiz_slots_version', ['versionId'])
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

  /** What else the kind of slot has; null for a question. */
  @JsonColumn({ nullable: true })
  settings: unknown;
}
