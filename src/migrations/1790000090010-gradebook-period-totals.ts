import type { MigrationInterface, QueryRunner } from 'typeorm';
import { changeInBatches } from '../shared/database/schema-steps';

/** Totals of courses with grading periods hold no more: those of the periods are stored with them from now on. */
export class GradebookPeriodTotals1790000090010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await changeInBatches(
      runner,
      'stored_totals',
      'course_id',
      `UPDATE stored_totals SET holds_until = '1970-01-01 00:00:00.000'
       WHERE course_id > ? AND course_id <= ?
         AND EXISTS (SELECT 1 FROM grading_periods p WHERE p.course_id = stored_totals.course_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM stored_totals WHERE scope_kind = 'period'");
  }
}
