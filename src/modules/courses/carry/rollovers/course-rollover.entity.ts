import { Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../../shared/database/columns';
import { AcademicSession } from '../../academic-session.entity';
import { Course } from '../../course.entity';

/** A course was copied into a term. While the copy is there, it is not copied there again. */
@Entity('course_rollovers')
@Index('ix_course_rollovers_term', ['termId'])
@Index('ix_course_rollovers_course', ['courseId'])
export class CourseRollover {
  @UuidColumn({ primary: true })
  sourceCourseId: string;

  @ManyToOne(() => Course, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'source_course_id', foreignKeyConstraintName: 'fk_course_rollovers_source' })
  sourceCourse?: unknown;

  @UuidColumn({ primary: true })
  termId: string;

  @ManyToOne(() => AcademicSession, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'term_id', foreignKeyConstraintName: 'fk_course_rollovers_term' })
  term?: unknown;

  /** The copy. */
  @UuidColumn()
  courseId: string;

  @ManyToOne(() => Course, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'course_id', foreignKeyConstraintName: 'fk_course_rollovers_course' })
  course?: unknown;

  @InstantColumn()
  rolledAt: Date;
}
