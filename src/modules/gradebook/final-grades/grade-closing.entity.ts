import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';

/** That the grades of a course were closed, and perhaps opened again. */
@Entity('grade_closings')
@Index('uq_grade_closings_closed', ['closedCourseId'], { unique: true })
@Index('ix_grade_closings_course', ['courseId', 'id'])
export class GradeClosing {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  /** The course, while this keeps its grades closed; unique. Null since they were opened again. */
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
