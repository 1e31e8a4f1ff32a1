import { Column, Entity, JoinColumn, OneToOne } from 'typeorm';
import { UuidColumn } from '../../../shared/database/columns';
import { Course } from '../course.entity';

/** The syllabus of a course; no row where it has none. Apart from the course, whose row most requests read. */
@Entity('course_syllabi')
export class CourseSyllabus {
  @UuidColumn({ primary: true })
  courseId: string;

  @OneToOne(() => Course, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'course_id', foreignKeyConstraintName: 'fk_course_syllabi_course' })
  course?: unknown;

  /** Markdown. */
  @Column({ type: 'mediumtext' })
  content: string;

  @Column({ type: 'mediumtext' })
  contentHtml: string;
}
