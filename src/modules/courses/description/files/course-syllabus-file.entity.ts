import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { UuidColumn } from '../../../../shared/database/columns';
import { Course } from '../../course.entity';

/** A file in the syllabus of a course. While it is there, the file cannot be removed. */
@Entity('course_syllabus_files')
@Index('ix_course_syllabus_files_file', ['fileId'])
export class CourseSyllabusFile {
  @UuidColumn({ primary: true })
  courseId: string;

  @ManyToOne(() => Course, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'course_id', foreignKeyConstraintName: 'fk_course_syllabus_files_course' })
  course?: unknown;

  @UuidColumn({ primary: true })
  fileId: string;

  /** In the syllabus, from 1. */
  @Column({ type: 'int' })
  position: number;

  /** Plain text: what readers are told that the file is. */
  @Column({ type: 'varchar', length: 200 })
  label: string;
}
