import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { BooleanColumn, IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { Quiz } from '../quizzes/quiz.entity';

/** What one person was granted in one quiz. Of the terms, those count that `granted` names. */
@Entity('quiz_exceptions')
@Index('uq_quiz_exceptions_person', ['activityId', 'userId'], { unique: true })
@Index('ix_quiz_exceptions_course', ['courseId', 'userId'])
@Index('ix_quiz_exceptions_list', ['activityId', 'id'])
@Index('ix_quiz_exceptions_user', ['userId'])
export class QuizException {
  @IdColumn()
  id: string;

  @UuidColumn()
  activityId: string;

  @ManyToOne(() => Quiz, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'activity_id', foreignKeyConstraintName: 'fk_quiz_exceptions_quiz' })
  quiz?: unknown;

  @UuidColumn()
  courseId: string;

  @UuidColumn()
  userId: string;

  /** Names of terms with commas between them. One that is named and null is lifted: no date, no limit. */
  @Column({ type: 'varchar', length: 100 })
  granted: string;

  @InstantColumn({ nullable: true })
  opensAt: Date | null;

  @InstantColumn({ nullable: true })
  dueAt: Date | null;

  /** In which the day of `dueAt` is counted; null: the time zone of the course. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  dueTimeZone: string | null;

  @InstantColumn({ nullable: true })
  closesAt: Date | null;

  @Column({ type: 'int', nullable: true })
  timeLimitSeconds: number | null;

  @Column({ type: 'int', nullable: true })
  maxAttempts: number | null;

  @BooleanColumn()
  passwordWaived: boolean;

  /** For those who may grant exceptions. */
  @Column({ type: 'text' })
  reason: string;

  @Column({ type: 'int' })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
