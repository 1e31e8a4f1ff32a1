import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import {
  BooleanColumn,
  DayColumn,
  DecimalColumn,
  IdColumn,
  InstantColumn,
  SourcedIdColumn,
  UuidColumn,
} from '../../../shared/database/columns';
import { GradingPeriod } from '../periods/grading-period.entity';
import { GradeCategory } from '../rules/grade-category.entity';
import { LineItemCategory } from './line-item-category.entity';

/** A column of the gradebook: something that learners get a result for. */
@Entity('line_items')
@Index('uq_line_items_sourced_id', ['sourcedId'], { unique: true })
@Index('uq_line_items_activity', ['activityId'], { unique: true })
@Index('ix_line_items_course', ['courseId', 'dueAt'])
@Index('ix_line_items_category', ['categoryId'])
@Index('ix_line_items_grade_category', ['gradeCategoryId'])
@Index('ix_line_items_grading_period', ['gradingPeriodId'])
export class LineItem {
  @IdColumn()
  id: string;

  @SourcedIdColumn()
  sourcedId: string | null;

  @UuidColumn()
  courseId: string;

  /** The quiz that makes the results; null where instructors enter them. */
  @UuidColumn({ nullable: true })
  activityId: string | null;

  /** What a roster says; the course has a category of its own for it. */
  @UuidColumn({ nullable: true })
  categoryId: string | null;

  @ManyToOne(() => LineItemCategory, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'category_id', foreignKeyConstraintName: 'fk_line_items_category' })
  category?: unknown;

  /** Of its course. */
  @UuidColumn({ nullable: true })
  gradeCategoryId: string | null;

  @ManyToOne(() => GradeCategory, { onDelete: 'SET NULL', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'grade_category_id', foreignKeyConstraintName: 'fk_line_items_grade_category' })
  gradeCategory?: unknown;

  /** Of its course, named by hand. */
  @UuidColumn({ nullable: true })
  gradingPeriodId: string | null;

  @ManyToOne(() => GradingPeriod, { onDelete: 'SET NULL', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'grading_period_id', foreignKeyConstraintName: 'fk_line_items_grading_period' })
  gradingPeriod?: unknown;

  /** How much it counts in its category, where that weighs its items. */
  @Column({ type: 'decimal', precision: 7, scale: 4, default: '1.0000' })
  weight: string;

  /** In percent, where its weight among others by points is set by hand. */
  @DecimalColumn(7, 4, { nullable: true })
  fixedWeight: string | null;

  @BooleanColumn({ default: false })
  isExtraCredit: boolean;

  /** It counts in no total. */
  @BooleanColumn({ default: false })
  isOmitted: boolean;

  /** No drop rule takes it. */
  @BooleanColumn({ default: false })
  neverDropped: boolean;

  /** Learners hand something in. A quiz always expects it, whatever this says. */
  @BooleanColumn({ default: false })
  expectsSubmission: boolean;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  @Column({ type: 'text', nullable: true })
  description: string | null;

  @DayColumn({ nullable: true })
  assignDate: string | null;

  /** Null for a quiz's line item: its due date is that of the quiz (`DUE_AT`). */
  @InstantColumn({ nullable: true })
  dueAt: Date | null;

  /**
   * The time zone in which `dueAt` has its day; null: that of the course. It is set when the course gets another time zone
   * while the due instant stays, because it has passed.
   */
  @Column({ type: 'varchar', length: 64, nullable: true })
  dueTimeZone: string | null;

  @Column({ type: 'decimal', precision: 12, scale: 4, default: '0.0000' })
  resultValueMin: string;

  /** A quiz without questions yet has 0. */
  @DecimalColumn(12, 4)
  resultValueMax: string;

  /** Since when it is archived, by an instructor or a roster. Its results are kept, and count again when it is restored. */
  @InstantColumn({ nullable: true })
  deletedAt: Date | null;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
