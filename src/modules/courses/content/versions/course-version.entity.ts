import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, JsonColumn, UuidColumn } from '../../../../shared/database/columns';
import { Course } from '../../course.entity';
import type { CompiledOutline } from './compiled-outline';
import type { VersionCause } from './version-causes';

/** The content of a course as it was published once. Never changed. */
@Entity('course_versions')
@Index('uq_course_versions_number', ['courseId', 'number'], { unique: true })
export class CourseVersion {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @ManyToOne(() => Course, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'course_id', foreignKeyConstraintName: 'fk_course_versions_course' })
  course?: unknown;

  /** Counts the versions of its course from 1. */
  @Column({ type: 'int' })
  number: number;

  @Column({ type: 'varchar', length: 20 })
  cause: VersionCause;

  /** Null where no person published it. */
  @UuidColumn({ nullable: true })
  publishedBy: string | null;

  @InstantColumn()
  publishedAt: Date;

  @Column({ type: 'varchar', length: 1000, default: '' })
  note: string;

  /** The version whose content this one brought back. */
  @Column({ type: 'int', nullable: true })
  restoredNumber: number | null;

  /** SHA-256 of the outline without the counts of changes: two versions with the same one show the same. */
  @Column({ type: 'binary', length: 32 })
  digest: Buffer;

  @JsonColumn()
  outline: CompiledOutline;
}
