import { Column, Entity, Index } from 'typeorm';
import { DayColumn, DecimalColumn, IdColumn, UuidColumn } from '../../../shared/database/columns';

/** A part of a course with totals of its own: a quarter, a half-year, … */
@Entity('grading_periods')
@Index('ix_grading_periods_course', ['courseId', 'startDate'])
export class GradingPeriod {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  /** The first and the last day, of the course's calendar. */
  @DayColumn()
  startDate: string;

  @DayColumn()
  endDate: string;

  /** In percent of the total; null in a course whose periods do not weigh. */
  @DecimalColumn(7, 4, { nullable: true })
  weight: string | null;
}
