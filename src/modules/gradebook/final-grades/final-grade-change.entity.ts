import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, JsonColumn, NO_ID, UuidColumn } from '../../../shared/database/columns';
import type { FinalGradeValue } from './final-grade';

/**
 * Why a final grade changed: a person gave another or took theirs back, the grades were closed or opened again, or a grade
 * was amended that had been recorded.
 */
export const FINAL_GRADE_CAUSES = ['given', 'taken_back', 'closed', 'reopened', 'amended'] as const;
export type FinalGradeCause = (typeof FINAL_GRADE_CAUSES)[number];

/** One step in the history of a learner's final grade. Rows are added, and never changed. */
@Entity('final_grade_changes')
@Index('ix_final_grade_changes_learner', ['courseId', 'userId', 'periodId', 'id'])
export class FinalGradeChange {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  /** No foreign key: history outlives what it names. */
  @UuidColumn()
  userId: string;

  /** `WHOLE_COURSE`, or a grading period of it. */
  @UuidColumn({ default: NO_ID })
  periodId: string;

  @Column({ type: 'varchar', length: 12 })
  cause: FinalGradeCause;

  /** What stood before; null for the first that was recorded. */
  @JsonColumn({ nullable: true })
  oldGrade: FinalGradeValue | null;

  /** What has stood since; null after the grades were opened again: it is computed. */
  @JsonColumn({ nullable: true })
  newGrade: FinalGradeValue | null;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @UuidColumn({ nullable: true })
  changedBy: string | null;

  @InstantColumn()
  changedAt: Date;
}
