import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import {
  DayColumn,
  DecimalColumn,
  IdColumn,
  InstantColumn,
  SourcedIdColumn,
  UuidColumn,
} from '../../../shared/database/columns';
import { type LateDecision, toLateDecision, toStoredDecision } from '../lateness/late-decision';
import { LineItem } from '../line-items/line-item.entity';
import type { ResultSource, ScoreStatus } from './result-value';

/** A learner's result for a line item. One row for each learner and line item, which is never deleted for good. */
@Entity('results')
@Index('uq_results_sourced_id', ['sourcedId'], { unique: true })
@Index('uq_results_learner', ['lineItemId', 'userId'], { unique: true })
@Index('ix_results_figures', ['lineItemId', 'deletedAt', 'score', 'scoreDate'])
@Index('ix_results_recorded', ['lineItemId', 'updatedAt', 'id'])
@Index('ix_results_user', ['userId'])
@Index('ix_results_attempt', ['attemptId'])
@Index('ix_results_recorded_by', ['recordedBy'])
export class Result {
  @IdColumn()
  id: string;

  @SourcedIdColumn()
  sourcedId: string | null;

  @UuidColumn()
  lineItemId: string;

  @ManyToOne(() => LineItem, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'line_item_id', foreignKeyConstraintName: 'fk_results_line_item' })
  lineItem?: unknown;

  @UuidColumn()
  userId: string;

  @DecimalColumn(12, 4, { nullable: true })
  score: string | null;

  @Column({ type: 'varchar', length: 20 })
  scoreStatus: ScoreStatus;

  /** The day of grading, in the course's time zone. */
  @DayColumn()
  scoreDate: string;

  /** When the work came in: decides whether it is late. Null where it did not, or nobody knows. */
  @InstantColumn({ nullable: true })
  submittedAt: Date | null;

  /** A `LateDecision` of staff as JSON; null for most. It stays when the result gets another value. */
  @Column({
    type: 'varchar',
    length: 120,
    nullable: true,
    transformer: { to: toStoredDecision, from: toLateDecision },
  })
  lateDecision: LateDecision | null;

  @Column({ type: 'text', nullable: true })
  comment: string | null;

  /** Where the value came from. `instructor` on a quiz's line item is an override. */
  @Column({ type: 'varchar', length: 20 })
  source: ResultSource;

  /** The submission that gave the value; for quizzes. */
  @UuidColumn({ nullable: true })
  attemptId: string | null;

  /** The operation that gave the value; for imports. */
  @UuidColumn({ nullable: true })
  operationId: string | null;

  /** Who gave the value, or lifted the override before it. */
  @UuidColumn({ nullable: true })
  recordedBy: string | null;

  @InstantColumn({ nullable: true })
  deletedAt: Date | null;

  /** Counts the changes. Writers compare and set it, so that no change is lost. */
  @Column({ type: 'int', default: 1 })
  version: number;

  /** When the value was recorded. */
  @InstantColumn()
  updatedAt: Date;
}
