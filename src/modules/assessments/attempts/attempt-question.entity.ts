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

/**
 * One question on the paper of an attempt, and its marks. The row is made when the attempt starts, and says what was asked
 * whatever becomes of the question. What the learner answered is in the log (`AnswerEntry`).
 */
@Entity('attempt_questions')
@Index('ix_attempt_questions_question', ['questionId'])
export class AttemptQuestion {
  @UuidColumn({ primary: true })
  attemptId: string;

  @ManyToOne(() => Attempt, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'attempt_id', foreignKeyConstraintName: 'fk_attempt_questions_attempt' })
  attempt?: unknown;

  @UuidColumn({ primary: true })
  questionId: string;

  @ManyToOne(() => Question, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'question_id', foreignKeyConstraintName: 'fk_attempt_questions_question' })
  question?: unknown;

  /** Where the question stands in this attempt, from 1. */
  @Column({ type: 'int' })
  position: number;

  /**
   * The version that is asked. Null in rows that the build before writes: then it is the latest. No foreign key, since the
   * question is kept, and its versions with it.
   */
  @UuidColumn({ nullable: true })
  versionId: string | null;

  /** The ids of what there is to choose, match or put in order, as this attempt shows it; null where the quiz shuffles nothing. */
  @JsonColumn({ nullable: true })
  optionOrder: string[] | null;

  /** What was drawn for this attempt, by name, such as the numbers of a calculation; null where nothing is drawn. */
  @JsonColumn({ nullable: true })
  drawn: Record<string, string> | null;

  /** Since when no answer to it counts, because a check closed it; null: answers count. */
  @InstantColumn({ nullable: true })
  closedAt: Date | null;

  /** What it is worth on this paper, where it was drawn; null: what its key says. */
  @DecimalColumn(9, 4, { nullable: true })
  points: string | null;

  /** The revision of the key that graded the answer; null until graded. */
  @UuidColumn({ nullable: true })
  keyRevisionId: string | null;

  /** Null until graded; of a submitted attempt, as long as a person has to mark the answer. */
  @DecimalColumn(9, 4, { nullable: true })
  pointsAwarded: string | null;

  @BooleanColumn({ nullable: true })
  correct: boolean | null;

  /** What a person gave; null: nobody has marked it. */
  @DecimalColumn(9, 4, { nullable: true })
  handPoints: string | null;

  /**
   * The part of what the question is worth that they gave, exactly, such as `3/4`: it stands in place of `handPoints` when the question is
   * worth something else. Null: the points are what they are.
   */
  @Column({ type: 'varchar', length: 64, nullable: true })
  handShare: string | null;

  /** The answer that they marked, by its sequence. The mark counts for no other. */
  @Column({ type: 'int', nullable: true })
  handSequence: number | null;

  /** What a regrade left to the answer at least, as an exact part of the points such as `1/3`; null: nothing. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  leastShare: string | null;

  /** The answer that it is for, by its sequence; 0 for none. */
  @Column({ type: 'int', nullable: true })
  leastSequence: number | null;
}
