import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { BooleanColumn, IdColumn, UuidColumn } from '../../../shared/database/columns';
import { LineItemCategory } from '../line-items/line-item-category.entity';
import type { Aggregation } from '../totals/aggregations';

/** A category of a course's line items: homework, examination, … */
@Entity('grade_categories')
@Index('uq_grade_categories_roster', ['courseId', 'rosterCategoryId'], { unique: true })
@Index('ix_grade_categories_roster', ['rosterCategoryId'])
export class GradeCategory {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  /** The school's category that it was made for; null for one of an instructor's. */
  @UuidColumn({ nullable: true })
  rosterCategoryId: string | null;

  @ManyToOne(() => LineItemCategory, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'roster_category_id', foreignKeyConstraintName: 'fk_grade_categories_roster' })
  rosterCategory?: unknown;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  /** From 0. */
  @Column({ type: 'int' })
  position: number;

  /** In percent of the total. */
  @Column({ type: 'decimal', precision: 7, scale: 4, default: '0.0000' })
  weight: string;

  @Column({ type: 'varchar', length: 20 })
  aggregation: Aggregation;

  @Column({ type: 'int', default: 0 })
  dropLowest: number;

  @Column({ type: 'int', default: 0 })
  dropHighest: number;

  @Column({ type: 'int', nullable: true })
  keepHighest: number | null;

  /** The late policy of the course takes nothing from its items. */
  @BooleanColumn({ default: false })
  ignoresLateness: boolean;
}
