import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { DecimalColumn, IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { Quiz } from '../quizzes/quiz.entity';

/** One attempt of one learner at a quiz. */
@Entity('attempts')
@Index('uq_attempts_number', ['activityId', 'userId', 'number'], { unique: true })
@Index('uq_attempts_open', ['activityId', 'userId', 'openMarker'], { unique: true })
@Index('ix_attempts_started', ['activityId', 'startedAt', 'id'])
@Index('ix_attempts_course', ['courseId'])
@Index('ix_attempts_signs', ['courseId', 'userId', 'submittedAt', 'startedAt'])
@Index('ix_attempts_user', ['userId'])
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

  /** Counts the learner's attempts at this quiz from 1. */
  @Column({ type: 'int' })
  number: number;

  /** 1 while in progress, null after: so the unique key allows one open attempt and any number of submitted ones. */
  @Column({ type: 'tinyint', nullable: true })
  openMarker: number | null;

  /** The seed of the order of the questions, if the quiz shuffles them. */
  @Column({ type: 'int' })
  seed: number;

  @InstantColumn()
  startedAt: Date;

  @InstantColumn({ nullable: true })
  submittedAt: Date | null;

  /** Null until graded. */
  @DecimalColumn(12, 4, { nullable: true })
  score: string | null;

  /** The quiz's points possible. */
  @DecimalColumn(12, 4)
  maxScore: string;
}
