import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { DecimalColumn, IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { Result } from './result.entity';
import type { ChangeCause, ScoreStatus } from './result-value';

/**
 * One step in the history of a result, never changed afterwards. A result whose first value still stands has no
 * rows here; its first change writes two, the first value and the change.
 */
@Entity('result_changes')
@Index('ix_result_changes_order', ['resultId', 'changedAt', 'id'])
@Index('ix_result_changes_course', ['courseId', 'changedAt', 'id'])
export class ResultChange {
  @IdColumn()
  id: string;

  @UuidColumn()
  resultId: string;

  @ManyToOne(() => Result, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'result_id', foreignKeyConstraintName: 'fk_result_changes_result' })
  result?: unknown;

  /** Null where a build wrote it that did not know it. */
  @UuidColumn({ nullable: true })
  courseId: string | null;

  @Column({ type: 'varchar', length: 20 })
  cause: ChangeCause;

  /** 0 for an attempt submitted while an override stood: `new…` is then what it would have given. */
  @Column({ type: 'tinyint' })
  applied: number;

  @DecimalColumn(12, 4, { nullable: true })
  oldScore: string | null;

  /** Null where there was no result before. */
  @Column({ type: 'varchar', length: 20, nullable: true })
  oldScoreStatus: ScoreStatus | null;

  @DecimalColumn(12, 4, { nullable: true })
  newScore: string | null;

  /** Null where the change deleted the result. */
  @Column({ type: 'varchar', length: 20, nullable: true })
  newScoreStatus: ScoreStatus | null;

  @InstantColumn({ nullable: true })
  oldSubmittedAt: Date | null;

  @InstantColumn({ nullable: true })
  newSubmittedAt: Date | null;

  /** As `Result.lateDecision`, for the cause `lateness`; null for others. */
  @Column({ type: 'varchar', length: 120, nullable: true })
  oldLateDecision: string | null;

  @Column({ type: 'varchar', length: 120, nullable: true })
  newLateDecision: string | null;

  @Column({ type: 'text', nullable: true })
  comment: string | null;

  @UuidColumn({ nullable: true })
  attemptId: string | null;

  @UuidColumn({ nullable: true })
  operationId: string | null;

  @UuidColumn({ nullable: true })
  changedBy: string | null;

  @InstantColumn()
  changedAt: Date;
}
