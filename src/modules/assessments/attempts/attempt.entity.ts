import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import {
  BooleanColumn,
  DecimalColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  UuidColumn,
} from '../../../shared/database/columns';
import { Quiz } from '../quizzes/quiz.entity';
import type { EndCause, EndReason } from './lifecycle';
import type { RulesInForce } from './rules-in-force';

/** One attempt of one learner at a quiz. */
@Entity('attempts')
@Index('uq_attempts_number', ['activityId', 'userId', 'number'], { unique: true })
@Index('uq_attempts_open', ['activityId', 'userId', 'openMarker', 'isPreview'], { unique: true })
@Index('ix_attempts_started', ['activityId', 'startedAt', 'id'])
@Index('ix_attempts_course', ['courseId'])
@Index('ix_attempts_signs', ['courseId', 'userId', 'submittedAt', 'startedAt', 'isPreview'])
@Index('ix_attempts_user', ['userId'])
@Index('ix_attempts_in_progress', ['activityId', 'openMarker', 'id'])
@Index('ix_attempts_run_out', ['openMarker', 'handInBy'])
export class Attempt {
  @IdColumn()
  id: string;

  @UuidColumn()
  activityId: string;

  @ManyToOne(() => Quiz, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'activity_id', foreignKeyConstraintName: 'fk_attempts_quiz' })
  quiz?: unknown;

  @UuidColumn()
  courseId: string;

  @UuidColumn()
  userId: string;

  /** Counts the learner's attempts at this quiz from 1; 0 for a preview. */
  @Column({ type: 'int' })
  number: number;

  /** 1 while in progress, null after: so the unique key allows one open attempt and any number of ended ones. */
  @Column({ type: 'tinyint', nullable: true })
  openMarker: number | null;

  /** The seed of the order of the questions, if the quiz shuffles them. */
  @Column({ type: 'int' })
  seed: number;

  @InstantColumn()
  startedAt: Date;

  @InstantColumn({ nullable: true })
  submittedAt: Date | null;

  /** Null until graded: submitted, and none of its questions waits for a person's mark. */
  @DecimalColumn(12, 4, { nullable: true })
  score: string | null;

  /** How many of its questions wait for a person's mark. */
  @Column({ type: 'int', default: 0 })
  needsMarks: number;

  /** What its other questions earn. The build before leaves it null: then it is the score. */
  @DecimalColumn(12, 4, { nullable: true })
  markedScore: string | null;

  /** What its questions are worth together. */
  @DecimalColumn(12, 4)
  maxScore: string;

  /** The score that stood before a correction of a key changed it for the first time; null: none has. */
  @DecimalColumn(12, 4, { nullable: true })
  scoreBeforeRegrade: string | null;

  /** When answering ends, as it was resolved last; null: no end, or the attempt is paused. */
  @InstantColumn({ nullable: true })
  endsAt: Date | null;

  /** Until when the attempt can still be handed in: the end of a grace, otherwise `endsAt`. */
  @InstantColumn({ nullable: true })
  handInBy: Date | null;

  /** What sets `endsAt`; null without one. */
  @Column({ type: 'varchar', length: 12, nullable: true })
  endsBecause: EndCause | null;

  /** When the attempt ended, submitted or not. The build before leaves it null: then it ended when it was submitted. */
  @InstantColumn({ nullable: true })
  endedAt: Date | null;

  @Column({ type: 'varchar', length: 12, nullable: true })
  endReason: EndReason | null;

  /** Since when its clock stands; null: it runs. */
  @InstantColumn({ nullable: true })
  pausedAt: Date | null;

  /** How long its clock has stood before, in all pauses that are over. */
  @Column({ type: 'int', default: 0 })
  restedSeconds: number;

  /** When its learner began to rest last; null: never. */
  @InstantColumn({ nullable: true })
  restBeganAt: Date | null;

  /** When that rest ended, or will end if the learner does not go on before. */
  @InstantColumn({ nullable: true })
  restEndsAt: Date | null;

  /** All rests together, with the last one until `restEndsAt`. */
  @Column({ type: 'int', default: 0 })
  restMilliseconds: number;

  /** What staff have added to its end, on top of what the rules give. */
  @Column({ type: 'int', default: 0 })
  extendedSeconds: number;

  /** The place of the question whose turn it is, from 1, where the quiz asks one after another. */
  @Column({ type: 'int', default: 1 })
  reachedPosition: number;

  /** Made by staff to see the quiz as learners do; counts nowhere. */
  @BooleanColumn({ default: false })
  isPreview: boolean;

  /** Since when it counts nowhere, because staff deleted it; what it holds stays. */
  @InstantColumn({ nullable: true })
  deletedAt: Date | null;

  @UuidColumn({ nullable: true })
  deletedBy: string | null;

  /** The rules that it goes by, as they were resolved last; null for attempts of earlier releases. */
  @JsonColumn({ nullable: true })
  terms: RulesInForce | null;
}
