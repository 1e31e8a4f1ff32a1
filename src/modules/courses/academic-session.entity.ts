import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { DayColumn, IdColumn, JsonColumn, SourcedIdColumn, UuidColumn } from '../../shared/database/columns';

/** OneRoster's types of academic sessions. */
export const TERM_TYPES = ['gradingPeriod', 'semester', 'schoolYear', 'term'] as const;
export type TermType = (typeof TERM_TYPES)[number];

/** Days without classes, `YYYY-MM-DD`, both included. */
export interface Holiday {
  title: string;
  startDate: string;
  endDate: string;
}

/** A span of the school's calendar: a school year, semester, term or grading period (OneRoster academicSession). */
@Entity('academic_sessions')
@Index('uq_academic_sessions_sourced_id', ['sourcedId'], { unique: true })
@Index('ix_academic_sessions_parent', ['parentId'])
@Index('ix_academic_sessions_start', ['startDate', 'id'])
@Index('ix_academic_sessions_title', ['title', 'id'])
@Index('ix_academic_sessions_year_start', ['schoolYear', 'startDate', 'id'])
@Index('ix_academic_sessions_year_title', ['schoolYear', 'title', 'id'])
@Index('ix_academic_sessions_type_start', ['type', 'startDate', 'id'])
@Index('ix_academic_sessions_type_title', ['type', 'title', 'id'])
@Index('ix_academic_sessions_year_type_start', ['schoolYear', 'type', 'startDate', 'id'])
@Index('ix_academic_sessions_year_type_title', ['schoolYear', 'type', 'title', 'id'])
export class AcademicSession {
  @IdColumn()
  id: string;

  @SourcedIdColumn()
  sourcedId: string | null;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  @Column({ type: 'varchar', length: 20 })
  type: TermType;

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

  /** By their days. No roster brings them, nor the deadlines. Null for none. */
  @JsonColumn({ nullable: true })
  holidays: Holiday[] | null;

  /** The last day on which people enroll themselves in courses of the term; null for no such day. */
  @DayColumn({ nullable: true })
  enrollUntil: string | null;

  /** The last day on which learners withdraw from courses of the term by themselves; null for no such day. */
  @DayColumn({ nullable: true })
  dropUntil: string | null;

  @Column({ type: 'int', default: 1 })
  version: number;
}

export type Term = Omit<AcademicSession, 'parent'>;
