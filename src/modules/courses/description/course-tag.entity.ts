import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UuidColumn } from '../../../shared/database/columns';
import { Course } from '../course.entity';

/** A tag of a course, by which the catalog is filtered. `Course.tags` repeats the labels in the order of the author. */
@Entity('course_tags')
@Index('ix_course_tags_form', ['form', 'courseId'])
export class CourseTag {
  @UuidColumn({ primary: true })
  courseId: string;

  @ManyToOne(() => Course, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'course_id', foreignKeyConstraintName: 'fk_course_tags_course' })
  course?: unknown;

  /** By which tags are compared: `tagForm` of the label. */
  @PrimaryColumn({ type: 'varchar', length: 100, charset: 'utf8mb4', collation: 'utf8mb4_bin' })
  form: string;

  /** As the author wrote it. */
  @Column({ type: 'varchar', length: 60 })
  label: string;
}
