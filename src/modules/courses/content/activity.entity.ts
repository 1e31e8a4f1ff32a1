import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import type { ActivityType } from '../access/course-standing';
import { Course } from '../course.entity';
import { Section } from './section.entity';

/** Something to do in a section: read a page, watch a video, take a quiz. Positions count from 1 without gaps. */
@Entity('activities')
@Index('ix_activities_course', ['courseId'])
@Index('ix_activities_section', ['sectionId', 'position'])
export class Activity {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @ManyToOne(() => Course, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'course_id', foreignKeyConstraintName: 'fk_activities_course' })
  course?: unknown;

  @UuidColumn()
  sectionId: string;

  @ManyToOne(() => Section, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'section_id', foreignKeyConstraintName: 'fk_activities_section' })
  section?: unknown;

  @Column({ type: 'int' })
  position: number;

  @Column({ type: 'varchar', length: 20 })
  type: ActivityType;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  /** Markdown as the author wrote it: the page, the video's description, the quiz's instructions. */
  @Column({ type: 'mediumtext', nullable: true })
  content: string | null;

  /** `content` as sanitised HTML, rendered once when it is written. */
  @Column({ type: 'mediumtext', nullable: true })
  contentHtml: string | null;

  @Column({ type: 'varchar', length: 2000, nullable: true })
  videoUrl: string | null;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
