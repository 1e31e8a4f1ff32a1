import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import {
  BooleanColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  UuidColumn,
} from '../../../shared/database/columns';
import { Course } from '../course.entity';
import type { StoredRule } from '../release/release-rule';

/** A chapter of a course, as its authors have it. Positions count from 1 without gaps. */
@Entity('sections')
@Index('ix_sections_course', ['courseId', 'position'])
export class Section {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @ManyToOne(() => Course, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'course_id', foreignKeyConstraintName: 'fk_sections_course' })
  course?: unknown;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  @Column({ type: 'varchar', length: 2000, default: '' })
  summary: string;

  @Column({ type: 'int' })
  position: number;

  /** Of all its activities, besides their own. Null where they are open. */
  @JsonColumn({ nullable: true })
  releaseRule: StoredRule | null;

  /** Its activities are done one after the other. */
  @BooleanColumn({ default: false })
  sequential: boolean;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
