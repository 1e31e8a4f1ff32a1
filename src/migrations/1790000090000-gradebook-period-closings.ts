import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn, replaceIndex, replacePrimaryKey } from '../shared/database/schema-steps';

/** All zeros, which BINARY fills up: the whole course. What the build before adds gets it, and what is there has it. */
const WHOLE_COURSE = "BINARY(16) NOT NULL DEFAULT ''";

/** Final grades, their histories and closings of single grading periods beside those of the course. */
export class GradebookPeriodClosings1790000090000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['final_grades', 'final_grade_changes', 'grade_closings'])
      await addColumn(runner, table, 'period_id', WHOLE_COURSE);
    await replacePrimaryKey(runner, 'final_grades', 'course_id, user_id, period_id');
    await replaceIndex(
      runner,
      'final_grade_changes',
      'ix_final_grade_changes_learner',
      'course_id, user_id, period_id, id',
    );
    await replaceIndex(runner, 'grade_closings', 'uq_grade_closings_closed', 'closed_course_id, period_id', {
      unique: true,
    });
    await replaceIndex(runner, 'grade_closings', 'ix_grade_closings_course', 'course_id, period_id, id');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['final_grades', 'final_grade_changes', 'grade_closings'])
      await runner.query(`DELETE FROM ${table} WHERE period_id <> ''`);
    await replaceIndex(runner, 'grade_closings', 'ix_grade_closings_course', 'course_id, id');
    await replaceIndex(runner, 'grade_closings', 'uq_grade_closings_closed', 'closed_course_id', {
      unique: true,
    });
    await replaceIndex(
      runner,
      'final_grade_changes',
      'ix_final_grade_changes_learner',
      'course_id, user_id, id',
    );
    await replacePrimaryKey(runner, 'final_grades', 'course_id, user_id');
    for (const table of ['final_grades', 'final_grade_changes', 'grade_closings'])
      await dropColumn(runner, table, 'period_id');
  }
}
