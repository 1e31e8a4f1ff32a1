import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { GradingPeriod } from './grading-period.entity';

/** Of a final grade `f`: somebody said something about the end of the period. */
const IS_GRADED = '(f.percent IS NOT NULL OR f.mark IS NOT NULL OR f.comment IS NOT NULL)';

const PERIOD = columnsOf(GradingPeriod, 'p', [
  ...(['id', 'title', 'startDate', 'endDate', 'weight'] as const),
]).andExpressions<{ lineItems: number; graded: number }>({
  lineItems: '(SELECT COUNT(*) FROM line_items li WHERE li.grading_period_id = p.id)',
  graded: `(SELECT COUNT(*) FROM final_grades f WHERE f.course_id = p.course_id AND f.period_id = p.id
    AND ${IS_GRADED})`,
});
/** With how many line items name it by hand, archived ones too, and for how many learners somebody gave a grade or wrote a comment. */
export type PeriodRow = RowOf<typeof PERIOD>;
/** A period whose id the caller chooses. */
export type WantedPeriod = Omit<PeriodRow, 'lineItems' | 'graded'>;

const NEW_PERIOD = insertOf(GradingPeriod, [
  ...(['id', 'courseId', 'title', 'startDate', 'endDate', 'weight'] as const),
]);
const AS_WANTED = ['title', 'start_date', 'end_date', 'weight']
  .map((column) => `${column} = VALUES(${column})`)
  .join(', ');

@Injectable()
export class GradingPeriodsRepository {
  constructor(private readonly database: Database) {}

  /** In the order of time. */
  async ofCourse(courseId: string): Promise<PeriodRow[]> {
    return this.database.rows(
      `SELECT ${PERIOD.sql} FROM grading_periods p WHERE p.course_id = ? ORDER BY p.start_date, p.id`,
      [toBinary(courseId)],
      PERIOD,
    );
  }

  /** Writes the periods, those that exist by their ids. */
  async save(courseId: string, periods: readonly WantedPeriod[]): Promise<void> {
    await this.database.insert(
      NEW_PERIOD,
      periods.map((period) => ({ ...period, courseId })),
      AS_WANTED,
    );
  }

  /**
   * Removes those that no line item names by now, and for which nobody gave a grade: whoever does either holds the period until then. Returns how
   * many it removed.
   */
  async remove(ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0;
    const { affectedRows } = await this.database.execute(
      `DELETE FROM grading_periods WHERE id IN (?)
         AND NOT EXISTS (SELECT 1 FROM line_items li WHERE li.grading_period_id = grading_periods.id)
         AND NOT EXISTS (SELECT 1 FROM final_grades f WHERE f.course_id = grading_periods.course_id AND f.period_id = grading_periods.id
           AND ${IS_GRADED})`,
      [ids.map(toBinary)],
    );
    return affectedRows;
  }

  /** Whether the course has this period. It stays until the transaction ends: whoever removes it waits for the lock. */
  async hold(courseId: string, periodId: string): Promise<boolean> {
    const row = await this.database.row(
      'SELECT id FROM grading_periods WHERE id = ? AND course_id = ? LOCK IN SHARE MODE',
      [toBinary(periodId), toBinary(courseId)],
    );
    return row !== undefined;
  }
}
