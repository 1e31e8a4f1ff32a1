import { Column, Entity, Index } from 'typeorm';
import { BooleanColumn, IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';

/** A comment that a marker keeps to use again in a course. Marks hold copies of its text. */
@Entity('saved_comments')
@Index('ix_saved_comments_course', ['courseId', 'id'])
@Index('ix_saved_comments_author', ['authorId', 'courseId'])
export class SavedComment {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @UuidColumn()
  authorId: string;

  /** Markdown. */
  @Column({ type: 'text' })
  text: string;

  /** Whether all staff of the course use it, or its author alone. */
  @BooleanColumn()
  isShared: boolean;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
