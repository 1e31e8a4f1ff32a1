import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, NO_ID, UuidColumn } from '../../../shared/database/columns';

/** That the grades of a course, or of one of its grading periods, were closed, and perhaps opened again. */
@Entity('grade_closings')
@Index('uq_grade_closings_closed', ['closedCourseId', 'periodId'], { unique: true })
@Index('ix_grade_closings_course', ['courseId', 'periodId', 'id'])
export class GradeClosing {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  /** `WHOLE_COURSE`, or the grading period whose grades were closed. */
  @UuidColumn({ default: NO_ID })
  periodId: string;

  /** The course, while this keeps grades closed; one for the course and one for each period. Null since they were opened again. */
  @UuidColumn({ nullable: true })
  closedCourseId: string | null;

  @UuidColumn({ nullable: true })
  closedBy: string | null;

  /** From then on nobody changes scores by hand. */
  @InstantColumn()
  closedAt: Date;

  /** Since when all final grades are recorded; null before. */
  @InstantColumn({ nullable: true })
  recordedAt: Date | null;

  /** How many final grades were recorded. */
  @Column({ type: 'int', default: 0 })
  learners: number;

  /** How many recorded grades were amended since. */
  @Column({ type: 'int', default: 0 })
  amendments: number;

  @UuidColumn({ nullable: true })
  reopenedBy: string | null;

  @InstantColumn({ nullable: true })
  reopenedAt: Date | null;

  /** Why they were opened again. */
  @Column({ type: 'text', nullable: true })
  reason: string | null;
}
