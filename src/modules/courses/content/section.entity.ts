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

/**
 * A chapter of a course, as its authors have it, or a part of one. Positions count all sections of a course from 1 without gaps, each before
 * its sub-sections (`section-tree.ts`).
 */
@Entity('sections')
@Index('ix_sections_course', ['courseId', 'position'])
@Index('ix_sections_parent', ['parentId'])
@Index('ix_sections_archived_with', ['archivedWith'])
export class Section {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @ManyToOne(() => Course, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'course_id', foreignKeyConstraintName: 'fk_sections_course' })
  course?: unknown;

  /** Of which it is a sub-section. Those have no sub-sections. */
  @UuidColumn({ nullable: true })
  parentId: string | null;

  @ManyToOne(() => Section, { onDelete: 'SET NULL', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'parent_id', foreignKeyConstraintName: 'fk_sections_parent' })
  parent?: unknown;

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

  /** Since when it is in the outline no more, with what is in it; null while it is. It keeps its position, which nothing counts then. */
  @InstantColumn({ nullable: true })
  archivedAt: Date | null;

  /** The section with which it was archived, and with which it comes back. */
  @UuidColumn({ nullable: true })
  archivedWith: string | null;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
