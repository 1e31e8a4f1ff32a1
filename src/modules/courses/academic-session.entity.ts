import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { DayColumn, IdColumn, SourcedIdColumn, UuidColumn } from '../../shared/database/columns';

/** A span of the school's calendar: a school year, semester, term or grading period (OneRoster academicSession). */
@Entity('academic_sessions')
@Index('uq_academic_sessions_sourced_id', ['sourcedId'], { unique: true })
@Index('ix_academic_sessions_parent', ['parentId'])
export class AcademicSession {
  @IdColumn()
  id: string;

  @SourcedIdColumn()
  sourcedId: string | null;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  @Column({ type: 'varchar', length: 20 })
  type: string;

  @DayColumn()
  startDate: string;

  @DayColumn()
  endDate: string;

  @UuidColumn({ nullable: true })
  parentId: string | null;

  @ManyToOne(() => AcademicSession, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'parent_id', foreignKeyConstraintName: 'fk_academic_sessions_parent' })
  parent?: unknown;

  /** The year in which the school year ends. */
  @Column({ type: 'smallint', nullable: true })
  schoolYear: number | null;
}
