import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { GradeClosing } from '../final-grades/grade-closing.entity';

/** That somebody has certified the recorded final grades of a course. Never changed. */
@Entity('grade_certifications')
@Index('ix_grade_certifications_course', ['courseId', 'id'])
@Index('ix_grade_certifications_closing', ['closingId'])
export class GradeCertification {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @UuidColumn()
  closingId: string;

  @ManyToOne(() => GradeClosing, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'closing_id', foreignKeyConstraintName: 'fk_grade_certifications_closing' })
  closing?: unknown;

  /** How many grades had been amended since the closing: with more by now, it is not current any more. */
  @Column({ type: 'int' })
  amendments: number;

  @UuidColumn({ nullable: true })
  certifiedBy: string | null;

  @InstantColumn()
  certifiedAt: Date;

  @Column({ type: 'int' })
  learners: number;

  /** Of the tree over the commitments. */
  @Column({ type: 'binary', length: 32 })
  root: Buffer;
}
