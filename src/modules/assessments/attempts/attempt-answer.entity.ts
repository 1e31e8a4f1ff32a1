import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import {
  BooleanColumn,
  DecimalColumn,
  InstantColumn,
  JsonColumn,
  UuidColumn,
} from '../../../shared/database/columns';
import { Question } from '../questions/question.entity';
import { Attempt } from './attempt.entity';

/** One question of an attempt and the learner's answer to it. The row is created when the attempt starts. */
@Entity('attempt_answers')
@Index('ix_attempt_answers_question', ['questionId'])
export class AttemptAnswer {
  @UuidColumn({ primary: true })
  attemptId: string;

  @ManyToOne(() => Attempt, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'attempt_id', foreignKeyConstraintName: 'fk_attempt_answers_attempt' })
  attempt?: unknown;

  @UuidColumn({ primary: true })
  questionId: string;

  @ManyToOne(() => Question, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'question_id', foreignKeyConstraintName: 'fk_attempt_answers_question' })
  question?: unknown;

  /** Where the question stands in this attempt, from 1. */
  @Column({ type: 'int' })
  position: number;

  /** The bare JSON value that `gradeResponse` takes; null for no answer. */
  @JsonColumn({ nullable: true })
  response: unknown;

  @InstantColumn({ nullable: true })
  savedAt: Date | null;

  /** Null until graded, never null afterwards: the statement that saves an answer relies on this. */
  @DecimalColumn(9, 4, { nullable: true })
  pointsAwarded: string | null;

  @BooleanColumn({ nullable: true })
  correct: boolean | null;
}
